//! The API document is part of the product: a change of it is a change that somebody must see.

#[test]
fn the_openapi_document_is_the_one_that_was_agreed() {
    insta::assert_json_snapshot!(stoa_web::openapi());
}

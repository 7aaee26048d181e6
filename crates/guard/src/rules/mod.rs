//! The rules, one file each.

mod at;
mod rule;

pub(crate) use at::{At, FileView, InFile, InFolder, Settings};
pub(crate) use rule::{Check, Found, Raised, Rule};

macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*

        /// Every rule, in the order of the handbook.
        pub(crate) const ALL: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    sm001_missing_down,
    sm002_empty_up,
    sm003_empty_down,
    sm004_duplicate_version,
    sm005_bad_directive,
    sm006_checksum_changed,
    sm007_missing_file,
    sm008_out_of_order,
    sm009_syntax_error,
    sm010_create_existing_table,
    sm020_drop_table,
    sm021_drop_column,
    sm022_drop_schema,
    sm023_drop_cascade,
    sm024_truncate,
    sm025_delete_without_where,
    sm026_update_without_where,
    sm030_mixed_no_transaction,
    sm031_concurrently_in_transaction,
    sm032_transaction_control,
    sm033_enum_value_used,
    sm040_index_not_concurrent,
    sm042_drop_index,
    sm043_fk_not_valid,
}

/// A rule by its id or its class, in any case.
pub(crate) fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter()
        .find(|rule| rule.id.eq_ignore_ascii_case(name) || rule.class.eq_ignore_ascii_case(name))
        .copied()
}

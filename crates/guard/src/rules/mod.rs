//! The rules, one file each.

mod at;
mod exposure;
mod locking;
mod policies;
mod rule;
mod unknown;
mod will_fail;

pub(crate) use at::{At, FileView, InFile, InFolder, Settings, Size, is_opaque};
pub(crate) use rule::{Check, Found, Raised, Rule};
pub(crate) use sa030_plaintext_password_column::is_open_secret;

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
    sm011_create_existing_object,
    sm012_stamp_drift,
    sm013_schema_drift,
    sm014_pending_already_applied,
    sm015_up_fails,
    sm016_down_fails,
    sm017_irreversible_roundtrip,
    sm018_unknown_object,
    sm019_order_changed,
    sm020_drop_table,
    sm021_drop_column,
    sm022_drop_schema,
    sm023_drop_cascade,
    sm024_truncate,
    sm025_delete_without_where,
    sm026_update_without_where,
    sm027_type_narrowing,
    sm028_drop_constraint,
    sm029_drop_not_null,
    sm030_mixed_no_transaction,
    sm031_concurrently_in_transaction,
    sm032_transaction_control,
    sm033_enum_value_used,
    sm034_lock_timeout_missing,
    sm035_session_setting_leak,
    sm036_validate_same_transaction,
    sm037_wide_lock_window,
    sm040_index_not_concurrent,
    sm041_opaque_block,
    sm042_drop_index,
    sm043_fk_not_valid,
    sm044_check_not_valid,
    sm045_unique_constraint_lock,
    sm046_add_primary_key_lock,
    sm047_set_not_null_scan,
    sm048_add_not_null_no_default,
    sm049_volatile_default_rewrite,
    sm050_stored_generated_rewrite,
    sm051_serial_column_rewrite,
    sm052_type_change_rewrite,
    sm053_table_rewrite_command,
    sm054_reindex,
    sm055_partition_detach_lock,
    sm056_attach_without_check,
    sm057_exclusion_constraint_lock,
    sm058_refresh,
    sm060_rename_column,
    sm061_rename_table,
    sm062_rename_enum_value,
    sm063_function_signature_change,
    sm070_no_primary_key,
    sm071_unindexed_fk,
    sm072_duplicate_index,
    sm073_unlogged_table,
    sm074_json,
    sm075_int4_key,
    sm076_timestamp,
    sm077_identifier_too_long,
    sm078_users_missing_constraints,
    sm079_create_table_unconfirmed,
    sm080_disable_trigger,
    sm081_secret,
    sm082_copy_program,
    sm083_role_bypass,
    sm084_dynamic_sql_injection,
    sm085_large_backfill,
    sa001_rls_missing,
    sa001_rls_disabled_exposed,
    sa002_policy_exists_rls_disabled,
    sa003_rls_without_policy,
    sa004_rls_disabled,
    sa005_policy_always_true,
    sa006_policy_allows_anon,
    sa007_policy_missing_with_check,
    sa008_policy_user_metadata,
    sa009_policy_initplan,
    sa010_multiple_permissive,
    sa011_rls_owner_bypass,
    sa012_enable_before_policy,
    sa013_policy_recursion,
    sa020_two_identity_tables,
    sa021_fk_to_auth_users,
    sa022_fkey_to_auth_unique,
    sa023_auth_users_exposed,
    sa024_users_missing_constraints,
    sa025_duplicate_table,
    sa030_plaintext_password_column,
    sa031_sensitive_column_exposed,
    sa040_grant_to_anon,
    sa041_grant_to_public,
    sa042_default_privileges_to_anon,
    sa043_definer_function_executable,
    sa044_function_search_path,
    sa045_security_definer_view,
    sa046_matview_exposed,
    sa047_foreign_table_exposed,
    sa048_create_on_public_schema,
    sa049_queue_exposed,
    sa050_public_bucket_listing,
    sa051_graphql_exposed,
    sa052_journal_exposed,
    sa060_unindexed_fk,
    sa061_no_primary_key,
    sa062_unused_index,
    sa063_duplicate_index,
    sa064_invalid_index,
    sa065_unvalidated_constraint,
    sa066_extension_in_public,
    sa067_extension_outdated,
    sa068_reg_types,
    sa069_bloat,
    sa070_sequence_near_end,
    sa071_role_without_limit,
    sa072_md5,
    sa073_nullable_fk,
}

/// The rules of an id, or the one of a class; SA001 goes by two names.
pub(crate) fn named(name: &str) -> impl Iterator<Item = &'static Rule> {
    ALL.iter().copied().filter(move |rule| {
        rule.id.eq_ignore_ascii_case(name) || rule.class.eq_ignore_ascii_case(name)
    })
}

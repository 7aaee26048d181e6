use crate::word::words;

words! {
    /// Where an accepted lead has to arrive.
    Sink: "sink" {
        /// The chat of the sales team.
        TelegramLeads = "telegram_leads",
        /// A deal in the CRM.
        Crm = "crm",
    }
}

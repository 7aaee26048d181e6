//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::{
    migrate::{MigrateCommand, audit::Audit},
    user::{Account, Import},
};

/// The whole platform of an online academy in one binary.
#[derive(Debug, Parser)]
#[command(name = "stoa", version)]
pub(crate) struct Cli {
    /// The settings file.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where the private cluster and its keys live.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the platform; prints `stoa ready http://ADDR` once it does, a worker `stoa ready worker`.
    Serve(Serve),
    /// Look at the settings.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Make the roles and databases of an external server.
    #[command(subcommand)]
    Db(DbCommand),
    /// Show the keys that clients and verifiers need.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Make people and say what they may.
    #[command(subcommand)]
    User(UserCommand),
    /// Guard the schema: of Stoa's databases, or of any folder of SQL migrations.
    #[command(subcommand)]
    Migrate(MigrateCommand),
    /// Judge a database as it stands: who gets where, what is kept in the open, what slows it down.
    Audit(Audit),
    /// Look after leads on their way to Telegram and amoCRM.
    #[command(subcommand)]
    Delivery(DeliveryCommand),
    /// Say in which amoCRM pipeline and stage deals are made.
    #[command(subcommand)]
    Mapping(MappingCommand),
    /// Say whose buyers a lead of sales sees.
    #[command(subcommand)]
    Team(TeamCommand),
    /// Look after work that was given up.
    #[command(subcommand)]
    Job(JobCommand),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to serve on.
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    /// Make the demo people and courses, and keep leads on the demo's log page.
    #[arg(long)]
    pub(crate) demo: bool,
    /// What this process does; web and worker processes share external databases.
    #[arg(long, value_enum)]
    pub(crate) role: Option<RoleOfProcess>,
    /// Set cookies without `Secure`, for an address that is neither https nor loopback.
    #[arg(long)]
    pub(crate) insecure_cookies: bool,
    /// Start although a changed secret or address ends sessions: everybody it concerns signs in again.
    #[arg(long)]
    pub(crate) accept_session_loss: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleOfProcess {
    /// Serve requests and run jobs.
    All,
    /// Serve requests only.
    Web,
    /// Run jobs only.
    Worker,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Say everything that is wrong with the settings; exit 2 when something is. Takes the options that `serve` would
    /// be given.
    Check(Serve),
    /// Show every setting, its value (secrets masked) and who said it.
    Show,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DbCommand {
    /// Make roles and the three databases; prints the logins to put into the settings.
    Bootstrap {
        /// A superuser's URL: <postgres://postgres@host/postgres>.
        #[arg(long)]
        admin_url: String,
        /// Databases are named `PREFIX_main`, `PREFIX_tripwire`, `PREFIX_traffic`.
        #[arg(long, default_value = "stoa")]
        prefix: String,
        /// Give logins that are there already new passwords; running processes need the new settings then.
        #[arg(long)]
        rotate_passwords: bool,
        /// Print the SQL for the server's administrator instead of running it.
        #[arg(long)]
        print: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// The API keys and the public keys.
    Show {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// The signing key itself, for a service that must issue tokens too.
    Export {
        /// Yes, the private part.
        #[arg(long, required = true)]
        private: bool,
    },
    /// Every key: what it does, since when and until when.
    List {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Publish another key for tokens, which signs in ten minutes; nobody is signed out, API keys stay.
    Rotate {
        /// Sign with it at once, because the present key is no longer safe.
        #[arg(long)]
        now: bool,
    },
    /// Refuse from now on what a key signed that signs no more, or take back the one that would sign next.
    Retire { id: uuid::Uuid },
    /// Accept again what a retired key signed, until its last token has expired.
    Restore { id: uuid::Uuid },
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Make a person; without `--password-stdin` an invite link is printed.
    Create(Account),
    /// Everybody, newest last.
    List {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Replace a person's roles; none takes all away.
    SetRole { email: String, roles: Vec<String> },
    /// Print a fresh invite link.
    Invite { email: String },
    /// Print a link to a new password, for whoever forgot it where no letters are sent: good once, for an hour.
    ResetLink { email: String },
    /// Take people of another platform over, with the hashes of their passwords, from CSV or JSON; all of them or nobody.
    Import(Import),
    /// Look for a second table that says who people are, and for rows and people that do not belong together; exit 1 when
    /// something is found.
    Check {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum DeliveryCommand {
    /// Deliveries that need a person: unknown, dead or blocked; or all of one state.
    List {
        #[arg(long)]
        state: Option<String>,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Leads that are held for review: nothing was sent of them.
    Held {
        /// Those too that somebody has looked at and kept back.
        #[arg(long)]
        all: bool,
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Let leads through that are held for review: a person sent them.
    Release {
        /// The lead's short code, as `held` and the desk show it, or its id.
        #[arg(required = true, value_name = "CODE")]
        leads: Vec<String>,
    },
    /// Keep leads back that are held for review: no person sent them. They can still be released.
    Keep {
        /// The lead's short code, as `held` and the desk show it, or its id.
        #[arg(required = true, value_name = "CODE")]
        leads: Vec<String>,
    },
    /// Send it again: you have looked, and it is not there.
    Resend { id: uuid::Uuid },
    /// It has arrived: you have looked, and it is there.
    Done {
        id: uuid::Uuid,
        /// The message's or the deal's number, when known.
        #[arg(long)]
        external_id: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum MappingCommand {
    /// The rows that rule, and what the settings say otherwise.
    List {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Write one row, or take over all rows of the settings; says what changes.
    Set(SetMapping),
    /// Remove the row of a source and a payment method.
    Remove { source: String, method: String },
}

#[derive(Debug, Args)]
pub(crate) struct SetMapping {
    /// Take over the rows of `[[amocrm.mapping]]`, and remove all others.
    #[arg(long, conflicts_with_all = ["source", "method", "pipeline", "stage"])]
    pub(crate) from_settings: bool,
    /// A landing page's short name, or `*` for any.
    #[arg(required_unless_present = "from_settings")]
    pub(crate) source: Option<String>,
    /// A payment method, or `*` for any.
    #[arg(required_unless_present = "from_settings")]
    pub(crate) method: Option<String>,
    /// The pipeline's id in amoCRM.
    #[arg(long, required_unless_present = "from_settings")]
    pub(crate) pipeline: Option<i64>,
    /// The stage's id in that pipeline.
    #[arg(long, required_unless_present = "from_settings")]
    pub(crate) stage: Option<i64>,
    /// The deal's price in hundredths, instead of the landing page's.
    #[arg(long)]
    pub(crate) price_minor: Option<i64>,
    /// Who gets the deal, by the id in amoCRM.
    #[arg(long)]
    pub(crate) responsible_user: Option<i64>,
    /// A tag of the deal; may be given more than once.
    #[arg(long = "tag")]
    pub(crate) tags: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TeamCommand {
    /// Every team: the lead, and whose buyers the lead sees.
    List {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Let a lead see a manager's buyers; both by e-mail address.
    Add { lead: String, member: String },
    /// Let a lead no longer see a manager's buyers; both by e-mail address, or by id.
    Remove { lead: String, member: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum JobCommand {
    /// Jobs that were given up, and why.
    List {
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Begin one again: what stood in its way is gone.
    Retry { kind: String, key: String },
    /// Put one away: it is done by hand, or needless.
    Drop { kind: String, key: String },
}

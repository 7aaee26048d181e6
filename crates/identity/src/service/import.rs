//! People of another platform, with the hashes of their passwords: all of a file or nothing of it.

use std::collections::{HashMap, HashSet};
use std::fmt;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use stoa_core::UserId;
use stoa_db_main::identity::identities::{self, NewIdentityRow};
use stoa_db_main::identity::scope;
use stoa_db_main::identity::users::{self, EmailProof};
use stoa_domain::{Email, Phone, Role};
use stoa_pg::{DbError, MainTx};
use thiserror::Error;

use super::keys::sha256;
use super::oauth::names;
use super::{AdminError, Identity, Inner, UserForm};
use crate::{AuditAction, Fault, Origin, PasswordHash, User};

/// Where in a file something stands: `line 7`, `entry 7`, from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// What is counted.
    pub unit: &'static str,
    /// The number.
    pub number: u64,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            unit: "entry",
            number: 1,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.unit, self.number)
    }
}

/// A person as another platform has them.
#[derive(Debug, Clone, Default)]
pub struct ImportedUser {
    /// Where in the file.
    pub place: Place,
    /// The id, which the person keeps.
    pub id: Option<UserId>,
    /// The address.
    pub email: Option<Email>,
    /// When it was proved.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// The number.
    pub phone: Option<Phone>,
    /// When it was proved.
    pub phone_confirmed_at: Option<DateTime<Utc>>,
    /// The hash of the password.
    pub password: Option<PasswordHash>,
    /// The person's own data.
    pub user_metadata: Map<String, Value>,
    /// The platform's data about the person; what it says of roles and ways to sign in is not taken over.
    pub app_metadata: Map<String, Value>,
    /// The names that providers know the person by.
    pub identities: Vec<ImportedIdentity>,
    /// When the account was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When the person last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// When the person was invited.
    pub invited_at: Option<DateTime<Utc>>,
    /// Shut out until then.
    pub banned_until: Option<DateTime<Utc>>,
}

impl ImportedUser {
    /// The id of somebody whose platform has no UUIDs: the same each time for the same name.
    #[must_use]
    pub fn derived_id(platform: &str, name: &str) -> UserId {
        let hash = sha256(format!("{platform}\0{name}").as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        UserId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// By what name a provider knows a person.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedIdentity {
    /// What the provider is called: `google`.
    pub provider: String,
    /// Its issuer.
    pub issuer: String,
    /// The name.
    pub subject: String,
    /// The address that goes with it.
    pub email: Option<String>,
    /// What the provider says.
    pub data: Value,
}

/// What is wrong with one person of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFault {
    /// Where in the file.
    pub place: Place,
    /// What is wrong; never a hash.
    pub fault: String,
}

/// What an import does, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// People who were made.
    pub made: usize,
    /// People who were here already, and stayed as they are.
    pub known: usize,
    /// Those of them who have another address here than in the file.
    pub known_otherwise: usize,
    /// Those of them who have another id here than in the file, with that id: what else comes from the former platform
    /// names them by the file's.
    pub known_by_address: Vec<(Place, UserId)>,
    /// People who were deleted here, and stay so.
    pub deleted_here: usize,
    /// Those made who can sign in with the password they have.
    pub with_password: usize,
    /// Names at providers that came along.
    pub identities: usize,
}

/// Why nobody was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// People of the file cannot come; all of them are named.
    #[error("{} of the people cannot be taken over", .0.len())]
    Faults(Vec<ImportFault>),
    /// Our own fault.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<DbError> for ImportError {
    fn from(error: DbError) -> Self {
        Self::Fault(error.into())
    }
}

/// How one person ends.
enum One {
    Made,
    Known { otherwise: bool },
    KnownByAddress(UserId),
    DeletedHere,
    Wrong(String),
}

/// How an import is done.
#[derive(Clone, Copy)]
pub struct ImportRun<'a> {
    /// Everything is tried, and undone in the end.
    pub dry: bool,
    /// Who imports, for the audit.
    pub by: &'a Origin,
    /// Is told after each person how many are done.
    pub progress: &'a (dyn Fn(usize) + Send + Sync),
}

impl fmt::Debug for ImportRun<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportRun")
            .field("dry", &self.dry)
            .finish_non_exhaustive()
    }
}

impl Imported {
    fn count(&mut self, one: &One, person: &ImportedUser) {
        match one {
            One::Made => {
                self.made += 1;
                self.identities += person.identities.len();
                self.with_password += usize::from(person.password.is_some());
            }
            One::Known { otherwise } => {
                self.known += 1;
                self.known_otherwise += usize::from(*otherwise);
            }
            One::KnownByAddress(here) => {
                self.known += 1;
                self.known_by_address.push((person.place, *here));
            }
            One::DeletedHere => self.deleted_here += 1,
            One::Wrong(_) => {}
        }
    }
}

impl Identity {
    /// Takes people over in one transaction: all or nobody. Who is here already, by id or by address, stays as they are,
    /// so that a second run of the same file does nothing. Everybody becomes a student; roles are given here.
    ///
    /// # Errors
    /// [`ImportError::Faults`] with everything that is wrong with anybody.
    pub async fn import_users(
        &self,
        people: &[ImportedUser],
        run: ImportRun<'_>,
    ) -> Result<Imported, ImportError> {
        let inner = &self.inner;
        let mut faults = twice(people);
        let twice: HashSet<_> = faults.iter().map(|fault| fault.place).collect();
        let tx = inner.db.begin(&scope()).await?;
        let mut done = Imported::default();
        for (number, person) in (1..).zip(people) {
            if twice.contains(&person.place) {
                continue;
            }
            let one = inner.import_one(&tx, person, run.by).await?;
            done.count(&one, person);
            if let One::Wrong(fault) = one {
                let place = person.place;
                faults.push(ImportFault { place, fault });
            }
            (run.progress)(number);
        }
        if !faults.is_empty() {
            tx.rollback().await?;
            faults.sort_by_key(|fault| fault.place);
            return Err(ImportError::Faults(faults));
        }
        if run.dry {
            tx.rollback().await?;
        } else {
            tx.commit().await?;
        }
        Ok(done)
    }
}

/// Who stands in the file a second time: by id, by address, or by a name at a provider.
fn twice(people: &[ImportedUser]) -> Vec<ImportFault> {
    let (mut ids, mut emails, mut names) = (HashMap::new(), HashMap::new(), HashMap::new());
    let mut faults = Vec::new();
    for person in people {
        let place = person.place;
        let mut told = |what: &str, first: Option<Place>| {
            if let Some(first) = first {
                let fault = format!("the {what} stands in {first} too");
                faults.push(ImportFault { place, fault });
            }
        };
        if let Some(id) = person.id {
            told("id", seen(&mut ids, id, place));
        }
        if let Some(email) = &person.email {
            told("address", seen(&mut emails, email.as_str(), place));
        }
        for identity in &person.identities {
            let name = (identity.issuer.as_str(), identity.subject.as_str());
            let what = format!("name at {}", identity.provider);
            told(&what, seen(&mut names, name, place));
        }
    }
    faults
}

/// Where the key was seen first, when that was not here.
fn seen<K: std::hash::Hash + Eq>(
    known: &mut HashMap<K, Place>,
    key: K,
    place: Place,
) -> Option<Place> {
    let first = *known.entry(key).or_insert(place);
    (first != place).then_some(first)
}

impl Inner {
    async fn import_one(
        &self,
        tx: &MainTx,
        person: &ImportedUser,
        by: &Origin,
    ) -> Result<One, ImportError> {
        if let Some(settled) = self.import_clash(tx, person).await? {
            return Ok(settled);
        }
        let form = UserForm {
            id: person.id,
            email: person.email.clone(),
            phone: person.phone.clone(),
            user_metadata: Some(person.user_metadata.clone()),
            app_metadata: Some(person.app_metadata.clone()),
            roles: Some([Role::Student].into()),
            ..UserForm::default()
        };
        let phc = person.password.as_ref().map(PasswordHash::as_str);
        let what = (AuditAction::UserImported, by);
        let user = match self.create_from(tx, &form, phc, what).await {
            Ok(user) => user,
            Err(AdminError::Fault(fault)) => return Err(fault.into()),
            // Data that cannot be kept; who is here already was found a moment ago.
            Err(other) => return Ok(One::Wrong(other.to_string())),
        };
        self.import_identities(tx, &user, person).await?;
        self.import_dates(tx, user, person).await?;
        Ok(One::Made)
    }

    /// Whether the person is here already, or somebody else is in their place.
    async fn import_clash(
        &self,
        tx: &MainTx,
        person: &ImportedUser,
    ) -> Result<Option<One>, ImportError> {
        let email = person.email.as_ref().map(Email::as_str);
        if let Some(id) = person.id
            && let Some(known) = users::find_in(tx, id).await?
        {
            return Ok(Some(if known.deleted_at.is_some() {
                One::DeletedHere
            } else {
                One::Known {
                    otherwise: known.email.as_deref() != email,
                }
            }));
        }
        if let Some(email) = email
            && let Some(known) = users::find_by_email_in(tx, email).await?
        {
            return Ok(Some(match person.id {
                Some(_) => One::KnownByAddress(known.id),
                None => One::Known { otherwise: false },
            }));
        }
        for identity in &person.identities {
            let (provider, subject) = (&identity.provider, &identity.subject);
            if let Some(owner) = identities::find_owner(tx, &identity.issuer, subject).await? {
                let here = owner.user_id;
                let fault =
                    format!("the name {subject} at {provider} is here already, of the id {here}");
                return Ok(Some(One::Wrong(fault)));
            }
        }
        let is_reachable =
            email.is_some() || person.phone.is_some() || !person.identities.is_empty();
        let wrong = || One::Wrong("there is no email, phone or identity".to_owned());
        Ok((!is_reachable).then(wrong))
    }

    async fn import_identities(
        &self,
        tx: &MainTx,
        user: &User,
        person: &ImportedUser,
    ) -> Result<(), DbError> {
        let now = self.ambient.now();
        let mut data = user.app_metadata.clone();
        // Somebody without an address has no way in by it.
        let mut ways = if person.email.is_some() || person.phone.is_some() {
            names(&data)
        } else {
            Vec::new()
        };
        for identity in &person.identities {
            let row = NewIdentityRow {
                id: self.ambient.uuid(),
                user_id: user.id,
                provider: &identity.provider,
                issuer: &identity.issuer,
                subject: &identity.subject,
                email: identity.email.as_deref(),
                data: &identity.data,
            };
            DbError::expect_rows(1, identities::insert(tx, &row, now).await?.into())?;
            if !ways.contains(&identity.provider) {
                ways.push(identity.provider.clone());
            }
        }
        if person.identities.is_empty() {
            return Ok(());
        }
        data["provider"] = json!(ways[0]);
        data["providers"] = json!(ways);
        identities::save_app_metadata(tx, user.id, &data, now).await
    }

    async fn import_dates(
        &self,
        tx: &MainTx,
        user: User,
        person: &ImportedUser,
    ) -> Result<(), DbError> {
        let now = self.ambient.now();
        let current = users::find_in(tx, user.id).await?.unwrap_or(user);
        let dated = User {
            email_proof: EmailProof::proved_at(
                person.email_confirmed_at.filter(|_| person.email.is_some()),
            ),
            phone_confirmed_at: person.phone_confirmed_at.filter(|_| person.phone.is_some()),
            created_at: person.created_at.unwrap_or(now).min(now),
            last_sign_in_at: person.last_sign_in_at,
            invited_at: person.invited_at,
            banned_until: person.banned_until,
            ..current
        };
        users::admin::save(tx, &dated, now).await?;
        users::admin::save_dates(tx, &dated).await
    }
}

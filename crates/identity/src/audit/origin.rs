use stoa_core::{CommunityId, SessionId, UserId};

use crate::{Actor, ClientInfo};

/// What sort of actor did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A signed-in person.
    User,
    /// Whoever holds the service key.
    Service,
    /// The platform itself, or its operator at the command line.
    System,
    /// Nobody we know.
    Visitor,
}

impl ActorKind {
    /// The kind as it is stored: `user`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Service => "service",
            Self::System => "system",
            Self::Visitor => "visitor",
        }
    }
}

/// Who does something, and from where: goes with every change, for the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub(crate) kind: ActorKind,
    pub(crate) user_id: Option<UserId>,
    pub(crate) session_id: Option<SessionId>,
    pub(crate) community_id: Option<CommunityId>,
    pub(crate) client: ClientInfo,
}

impl Origin {
    /// The platform itself: a job, a seed, a command.
    #[must_use]
    pub fn system() -> Self {
        Self::of(ActorKind::System, &ClientInfo::default())
    }

    /// The operator at the command line: `stoa user create`.
    #[must_use]
    pub fn operator(command: &str) -> Self {
        Self::of(ActorKind::System, &ClientInfo::new(Some(command), None))
    }

    /// Whoever holds the service key.
    #[must_use]
    pub fn service(client: &ClientInfo) -> Self {
        Self::of(ActorKind::Service, client)
    }

    /// Nobody we know, or nobody yet.
    #[must_use]
    pub fn visitor(client: &ClientInfo) -> Self {
        Self::of(ActorKind::Visitor, client)
    }

    /// A signed-in person.
    #[must_use]
    pub fn actor(actor: &Actor, client: &ClientInfo) -> Self {
        Self {
            session_id: Some(actor.session_id),
            community_id: Some(actor.community_id),
            ..Self::user(actor.user_id, client)
        }
    }

    /// A person who proves at this moment who they are, and has no session yet.
    #[must_use]
    pub fn user(user_id: UserId, client: &ClientInfo) -> Self {
        Self {
            user_id: Some(user_id),
            ..Self::of(ActorKind::User, client)
        }
    }

    /// Who acts, when it is a person.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        self.user_id
    }

    /// From where.
    #[must_use]
    pub fn client(&self) -> &ClientInfo {
        &self.client
    }

    fn of(kind: ActorKind, client: &ClientInfo) -> Self {
        Self {
            kind,
            user_id: None,
            session_id: None,
            community_id: None,
            client: client.clone(),
        }
    }
}

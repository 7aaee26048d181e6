use secrecy::SecretString;
use stoa_core::Ambient;
use stoa_pg::{MainDb, cluster::Cluster};
use tokio_postgres::Config;

use super::{LEAVING, attachable, attached, external_logins, logins_at, open, start};
use crate::{
    config::Settings,
    data_dir::{self, Presence, Turn},
};

/// The main database, to be looked into: nothing is made or migrated for it.
pub(crate) struct Glance {
    pub(crate) main: MainDb,
    pub(crate) master_key: SecretString,
    /// Whoever runs the cluster does not stop it under us.
    presence: Option<Presence>,
    /// The cluster, when it runs for this alone; others wait for their turn meanwhile.
    owned: Option<(Cluster, Turn)>,
}

impl Glance {
    /// Opens the main database that a start with these settings would serve from; `None` when nobody has served yet.
    ///
    /// # Errors
    /// Says what does not answer.
    pub(crate) async fn open(settings: &Settings) -> anyhow::Result<Option<Self>> {
        if let (Some(external), Some(master_key)) = (&settings.databases, &settings.master_key) {
            let [main, ..] = external_logins(external).serve;
            return Ok(Some(Self::of(main, master_key.clone())?));
        }
        let data_dir = data_dir::choose(settings.data_dir.as_deref(), settings.pg_user.as_deref())?;
        if !data_dir::has_cluster(&data_dir) {
            return Ok(None);
        }
        let ambient = Ambient::system();
        let turn = Turn::take(&data_dir, LEAVING).await?;
        let master_key = match &settings.master_key {
            Some(key) => key.clone(),
            None => data_dir::secret(&data_dir, data_dir::MASTER_KEY, &ambient)?,
        };
        let password = data_dir::secret(&data_dir, "authenticator.secret", &ambient)?;
        if let Some(run) = attachable(&data_dir, &password).await? {
            let presence = Presence::join(&data_dir)?;
            let [main, ..] = attached(&run, &password).serve;
            let mut glance = Self::of(main, master_key)?;
            glance.presence = Some(presence);
            return Ok(Some(glance));
        }
        let cluster = start(settings, &data_dir).await?;
        let [main, ..] = logins_at(cluster.socket_dir(), &password).serve;
        let mut glance = Self::of(main, master_key)?;
        glance.owned = Some((cluster, turn));
        Ok(Some(glance))
    }

    fn of(login: Config, master_key: SecretString) -> anyhow::Result<Self> {
        Ok(Self {
            main: open(login, 2, &mut Vec::new())?,
            master_key,
            presence: None,
            owned: None,
        })
    }

    /// Closes the pool and stops the cluster when it was started for this.
    ///
    /// # Errors
    /// When the cluster does not stop.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.main.close();
        drop(self.presence);
        match self.owned {
            Some((cluster, _turn)) => Ok(cluster.stop().await?),
            None => Ok(()),
        }
    }
}

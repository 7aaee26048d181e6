use std::{
    fs::{self, Metadata},
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use rustix::process::geteuid;

use super::ClusterError;

/// The local user that runs the server when Stoa itself is root: PostgreSQL refuses to be root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The user's name.
    pub name: String,
    /// The user's number.
    pub uid: u32,
    /// The number of the user's main group; the server is in no other.
    pub gid: u32,
}

impl Account {
    /// The user for the server: `wanted`, else `postgres`, else `nobody`. `None` when Stoa is not root and the server
    /// runs as Stoa's own user.
    ///
    /// # Errors
    /// [`ClusterError::Account`] when there is no such user, or Stoa cannot become it.
    pub fn for_server(wanted: Option<&str>) -> Result<Option<Self>, ClusterError> {
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        choose(&passwd, geteuid().as_raw(), wanted)
    }

    /// The permission bits only; access lists are not looked at.
    fn may_enter(&self, dir: &Metadata) -> bool {
        let mode = dir.mode();
        let bit = if dir.uid() == self.uid {
            0o100
        } else if dir.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        mode & bit != 0
    }
}

fn choose(
    passwd: &str,
    own_uid: u32,
    wanted: Option<&str>,
) -> Result<Option<Account>, ClusterError> {
    let refuse = |name: &str, reason| {
        Err(ClusterError::Account {
            name: name.to_owned(),
            reason,
        })
    };
    if let Some(name) = wanted {
        return match find(passwd, name) {
            Some(account) if account.uid == own_uid && own_uid != 0 => Ok(None),
            Some(account) if account.uid == 0 => {
                refuse(&account.name, "the server refuses to run as root")
            }
            Some(account) if own_uid == 0 => Ok(Some(account)),
            Some(account) => refuse(
                &account.name,
                "only root can start a program as another user",
            ),
            None => refuse(name, "/etc/passwd has no such user"),
        };
    }
    if own_uid != 0 {
        return Ok(None);
    }
    if let Some(account) = find(passwd, "postgres") {
        return Ok(Some(account));
    }
    let Some(nobody) = find(passwd, "nobody") else {
        return refuse(
            "postgres",
            "/etc/passwd has no such user, and no `nobody` either",
        );
    };
    tracing::warn!(
        "there is no user `postgres`: PostgreSQL runs as `nobody`, which other daemons may share"
    );
    Ok(Some(nobody))
}

fn find(passwd: &str, name: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let found = fields.next().filter(|n| *n == name)?;
        let (uid, gid) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
        Some(Account {
            name: found.to_owned(),
            uid,
            gid,
        })
    })
}

/// Checks that `account` can pass every existing directory down to `path`, and enter it; what is missing may be made.
///
/// # Errors
/// [`ClusterError::Unreachable`] names the directory that stops it.
pub fn reachable_by(path: &Path, account: &Account) -> Result<(), ClusterError> {
    let path = resolve(path)?;
    let ancestors: Vec<_> = path.ancestors().collect();
    for dir in ancestors.into_iter().rev() {
        let Ok(facts) = fs::metadata(dir) else { break };
        if !account.may_enter(&facts) {
            let (blocked_at, account) = (dir.to_owned(), account.name.clone());
            return Err(ClusterError::Unreachable {
                path,
                blocked_at,
                account,
            });
        }
    }
    Ok(())
}

/// The path without links, as far as it exists.
fn resolve(path: &Path) -> Result<PathBuf, ClusterError> {
    let path = std::path::absolute(path).map_err(ClusterError::failed("resolve", path))?;
    let found = path
        .ancestors()
        .find_map(|dir| Some((fs::canonicalize(dir).ok()?, path.strip_prefix(dir).ok()?)));
    Ok(match found {
        Some((real, rest)) if rest.as_os_str().is_empty() => real,
        Some((real, rest)) => real.join(rest),
        None => path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\nme:x:1000:1000::/:/bin/sh\n";

    fn uid(passwd: &str, own: u32, wanted: Option<&str>) -> Result<Option<u32>, String> {
        choose(passwd, own, wanted)
            .map(|found| found.map(|a| a.uid))
            .map_err(|e| e.to_string())
    }

    #[test]
    fn root_gives_its_rights_away_and_others_keep_theirs() {
        let with_postgres = format!("{PASSWD}postgres:x:101:104::/var/lib/postgresql:/bin/bash\n");
        assert_eq!(uid(&with_postgres, 0, None), Ok(Some(101)));
        assert_eq!(uid(&with_postgres, 0, Some("me")), Ok(Some(1000)));
        assert_eq!(uid(PASSWD, 0, None), Ok(Some(65534)));
        assert_eq!(uid(PASSWD, 1000, None), Ok(None));
        assert_eq!(uid(PASSWD, 1000, Some("me")), Ok(None));
    }

    #[test]
    fn an_account_that_cannot_be_used_is_named_with_the_reason() {
        for (own, wanted, reason) in [
            (0, "root", "refuses to run as root"),
            (0, "ghost", "no such user"),
            (1000, "nobody", "only root"),
            (1000, "ghost", "no such user"),
        ] {
            let text = uid(PASSWD, own, Some(wanted)).unwrap_err();
            assert!(text.contains(wanted) && text.contains(reason), "{text}");
        }
        assert!(uid("", 0, None).unwrap_err().contains("nobody"));
    }

    #[test]
    fn a_directory_that_stops_the_account_is_named() {
        use std::os::unix::fs::PermissionsExt as _;
        let top = tempfile::tempdir().unwrap();
        fs::set_permissions(top.path(), fs::Permissions::from_mode(0o711)).unwrap();
        let closed = top.path().join("closed");
        fs::create_dir(&closed).unwrap();
        let stranger = Account {
            name: "stranger".to_owned(),
            uid: 4_000_000,
            gid: 4_000_000,
        };
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
        let error = reachable_by(&closed.join("data"), &stranger)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("stranger") && error.contains("chmod o+x") && error.contains("closed"),
            "{error}"
        );
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o701)).unwrap();
        reachable_by(&closed.join("data"), &stranger).unwrap();
    }
}

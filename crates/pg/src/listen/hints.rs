use tokio::sync::broadcast::{self, Receiver, Sender, error::RecvError};

/// How many hints may wait for a slow reader; with more it is told that it missed some.
const WAITING: usize = 1024;

/// What a reader of hints learns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Listening began, or began again, or the reader was too slow: anything may have been missed. Whatever is
    /// remembered must be read anew.
    Anything,
    /// Somebody says that something changed. A hint: anybody who may log in can send one.
    Hint(String),
}

/// The hints of one channel, from the moment of the subscription.
#[derive(Debug)]
pub struct Hints(Receiver<Heard>);

impl Hints {
    /// The next one; `None` when the listener has ended.
    pub async fn next(&mut self) -> Option<Heard> {
        match self.0.recv().await {
            Ok(heard) => Some(heard),
            Err(RecvError::Lagged(_)) => Some(Heard::Anything),
            Err(RecvError::Closed) => None,
        }
    }
}

/// A channel and whoever reads it.
#[derive(Debug)]
pub(super) struct Channel {
    pub(super) name: &'static str,
    readers: Sender<Heard>,
}

impl Channel {
    pub(super) fn new(name: &'static str) -> Self {
        let (readers, _) = broadcast::channel(WAITING);
        Self { name, readers }
    }

    pub(super) fn subscribe(&self) -> Hints {
        Hints(self.readers.subscribe())
    }

    /// Tells every reader; that there is none is no error.
    pub(super) fn tell(&self, heard: Heard) {
        let _ = self.readers.send(heard);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_slow_reader_learns_that_it_missed_something() {
        let channel = Channel::new("test");
        let mut hints = channel.subscribe();
        for n in 0..=WAITING {
            channel.tell(Heard::Hint(n.to_string()));
        }
        assert_eq!(hints.next().await, Some(Heard::Anything));
        assert_eq!(hints.next().await, Some(Heard::Hint("1".to_owned())));
    }
}

use std::{
    io,
    net::SocketAddr,
    os::fd::{AsFd, OwnedFd},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use hyper::service::service_fn;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use rustix::net::{Shutdown, shutdown};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    Faults, RecordedRequest,
    answering::{Answering, Vendor},
};

/// How long the port may be taken when the server comes back on it.
const REBIND_WAIT: Duration = Duration::from_secs(10);

/// An HTTP server with faults; stops when dropped.
pub(super) struct Server {
    address: SocketAddr,
    answering: Arc<Answering>,
    up: Mutex<Option<Up>>,
}

/// A running server: how to stop it, and its open sockets.
struct Up {
    stop: CancellationToken,
    sockets: Arc<Sockets>,
}

/// Second handles to the open sockets, to close them at once instead of when their tasks run next.
#[derive(Default)]
struct Sockets(Mutex<Vec<Weak<OwnedFd>>>);

impl Server {
    /// A server on a free port, made of its own address.
    #[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
    pub(super) async fn start<V: Vendor>(vendor: impl FnOnce(&Url) -> V) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let vendor = vendor(&base_url(address));
        let answering = Arc::new(Answering::new(vendor));
        let up = Mutex::new(Some(accept(listener, &answering)));
        Self {
            address,
            answering,
            up,
        }
    }

    pub(super) fn base_url(&self) -> Url {
        base_url(self.address)
    }

    pub(super) fn faults(&self) -> Faults {
        self.answering.faults()
    }

    pub(super) fn requests(&self) -> Vec<RecordedRequest> {
        self.answering.requests()
    }

    /// Closes the port and all connections at once: the next call is refused.
    pub(super) fn go_down(&self) {
        if let Some(up) = locked(&self.up).take() {
            up.stop.cancel();
            up.sockets.close();
        }
    }

    /// Opens the same port again.
    #[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
    pub(super) async fn come_up(&self) {
        self.go_down();
        let listener = tokio::time::timeout(REBIND_WAIT, bound(self.address)).await;
        let up = accept(listener.expect("the port is free again"), &self.answering);
        *locked(&self.up) = Some(up);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.go_down();
    }
}

impl Sockets {
    /// The socket is closed with the others as long as the returned handle lives; drop it with the socket, for
    /// a peer sees the end only when all handles are gone.
    fn add(&self, socket: &impl AsFd) -> io::Result<Arc<OwnedFd>> {
        let handle = Arc::new(socket.as_fd().try_clone_to_owned()?);
        let mut all = locked(&self.0);
        all.retain(|known| known.strong_count() > 0);
        all.push(Arc::downgrade(&handle));
        Ok(handle)
    }

    fn close(&self) {
        for socket in locked(&self.0)
            .drain(..)
            .filter_map(|known| known.upgrade())
        {
            // An error says that the peer was faster.
            let _ = shutdown(&*socket, Shutdown::Both);
        }
    }
}

#[expect(clippy::expect_used, reason = "the text is a URL by its form")]
fn base_url(address: SocketAddr) -> Url {
    Url::parse(&format!("http://{address}")).expect("an address is a host and a port")
}

/// The port may still be held by the listener that is being dropped.
pub(super) async fn bound(address: SocketAddr) -> TcpListener {
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

/// Serves connections until it is stopped.
#[expect(clippy::expect_used, reason = "a test cannot go on without its fake")]
fn accept(listener: TcpListener, answering: &Arc<Answering>) -> Up {
    let (stop, sockets) = (CancellationToken::new(), Arc::new(Sockets::default()));
    let own = sockets.add(&listener).expect("a second handle");
    let (stopped, all) = (stop.clone(), Arc::clone(&sockets));
    let answering = Arc::clone(answering);
    let accepting = async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(handle) = all.add(&stream) {
                let connection = connection(stream, handle, Arc::clone(&answering));
                tokio::spawn(stopped.clone().run_until_cancelled_owned(connection));
            }
        }
        drop(own);
    };
    tokio::spawn(stop.clone().run_until_cancelled_owned(accepting));
    Up { stop, sockets }
}

async fn connection(stream: TcpStream, handle: Arc<OwnedFd>, answering: Arc<Answering>) {
    let service = service_fn(move |request| Arc::clone(&answering).answer(request));
    let server = auto::Builder::new(TokioExecutor::new());
    // An error is the fault that was asked for, or a caller that went away.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
    drop(handle);
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

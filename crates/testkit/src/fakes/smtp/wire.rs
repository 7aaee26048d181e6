use std::io;

use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};
use tokio_rustls::TlsAcceptor;

/// In clear, or through TLS.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// The most bytes of a letter.
const LARGEST: usize = 4 << 20;

/// A conversation's two directions.
pub(super) struct Wire(BufReader<Box<dyn Stream>>);

impl Wire {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self(BufReader::new(Box::new(stream)))
    }

    /// Goes on through TLS. What came before it in clear is forgotten, as it must be.
    pub(super) async fn encrypt(&mut self, acceptor: &TlsAcceptor) -> io::Result<()> {
        let nothing: Box<dyn Stream> = Box::new(tokio::io::empty());
        let clear = std::mem::replace(&mut self.0, BufReader::new(nothing)).into_inner();
        let encrypted = acceptor.accept(clear).await?;
        self.0 = BufReader::new(Box::new(encrypted));
        Ok(())
    }

    /// The next line without its end; none when the caller is gone.
    pub(super) async fn line(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        if self.0.read_until(b'\n', &mut bytes).await? == 0 {
            return Ok(None);
        }
        let line = bytes.strip_suffix(b"\r\n").unwrap_or(&bytes);
        Ok(Some(String::from_utf8_lossy(line).into_owned()))
    }

    /// The letter until its last line, a dot alone; doubled dots are single again. None when it never ends.
    pub(super) async fn letter(&mut self, at_most: Option<usize>) -> io::Result<Option<Vec<u8>>> {
        let mut letter = Vec::new();
        loop {
            let mut line = Vec::new();
            let read = self.0.read_until(b'\n', &mut line).await?;
            if read == 0 || letter.len() > at_most.unwrap_or(LARGEST) {
                return Ok(None);
            }
            if line == b".\r\n" {
                return Ok(Some(letter));
            }
            let line = line.strip_prefix(b".").unwrap_or(&line);
            letter.extend_from_slice(line);
        }
    }

    pub(super) async fn say(&mut self, code: u16, text: &str) -> io::Result<()> {
        self.write(&format!("{code} {text}\r\n")).await
    }

    /// An answer of several lines.
    pub(super) async fn say_all(&mut self, code: u16, lines: &[&str]) -> io::Result<()> {
        let last = lines.len().saturating_sub(1);
        let lines = lines.iter().enumerate().map(|(at, line)| {
            let mark = if at == last { ' ' } else { '-' };
            format!("{code}{mark}{line}\r\n")
        });
        self.write(&lines.collect::<String>()).await
    }

    async fn write(&mut self, text: &str) -> io::Result<()> {
        self.0.get_mut().write_all(text.as_bytes()).await?;
        self.0.get_mut().flush().await
    }
}

//! One keep-alive HTTP/1.1 connection, as a proxy keeps them.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: String,
}

/// A connection that is opened when it is needed, and anew after a failure.
pub(crate) struct Connection {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Connection {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            stream: None,
        }
    }

    /// Posts JSON as the client with the address `client`.
    ///
    /// # Errors
    /// When no whole answer comes within 30 s.
    pub(crate) fn post(&mut self, path: &str, client: &str, body: &str) -> io::Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => open(self.address)?,
        };
        let length = body.len();
        let address = self.address;
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\nx-forwarded-for: {client}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.get_mut().write_all(request.as_bytes())?;
        let (answer, is_last) = read(&mut stream)?;
        self.stream = (!is_last).then_some(stream);
        Ok(answer)
    }
}

fn open(address: SocketAddr) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::new(stream))
}

/// Reads an answer whose length is said, or which comes in chunks; says whether the connection ends with it.
fn read(stream: &mut BufReader<TcpStream>) -> io::Result<(Answer, bool)> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let status = status.ok_or_else(malformed)?;
    let (mut length, mut retry_after, mut is_last) = (None, None, false);
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        let said = value.trim();
        let value = said.parse::<u64>();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = Some(value.map_err(|_| malformed())?),
            "connection" => is_last = said.eq_ignore_ascii_case("close"),
            "retry-after" => retry_after = value.ok().map(Duration::from_secs),
            _ => {}
        }
    }
    let body = match length {
        Some(length) => text(stream, length)?,
        None => chunks(stream)?,
    };
    let answer = Answer {
        status,
        retry_after,
        body,
    };
    Ok((answer, is_last))
}

fn chunks(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut body = String::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim_end(), 16).map_err(|_| malformed())?;
        body.push_str(&text(stream, length)?);
        stream.read_line(&mut line)?;
        if length == 0 {
            return Ok(body);
        }
    }
}

fn text(stream: &mut BufReader<TcpStream>, length: u64) -> io::Result<String> {
    let mut text = String::new();
    stream.take(length).read_to_string(&mut text)?;
    Ok(text)
}

fn malformed() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

//! What a server may be told to listen on, and what it then listens on. Only
//! names and parsing: nothing here opens a socket or resolves a host.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

/// One address to listen on, as configured.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Listen {
    /// A TCP port.
    Tcp {
        /// IPv4 or IPv6 literal (IPv6 with or without brackets) or a name,
        /// which is resolved when the socket is bound.
        host: String,
        /// Port; 0 lets the system choose.
        port: u16,
    },
    /// A stream socket in the file system.
    Unix {
        /// Where the socket file appears; at most 107 bytes on Linux.
        path: PathBuf,
    },
}

impl Listen {
    /// A TCP listener on `host` and `port`.
    pub fn tcp(host: impl Into<String>, port: u16) -> Self {
        Self::Tcp {
            host: host.into(),
            port,
        }
    }

    /// A Unix listener at `path`.
    pub fn unix(path: impl Into<PathBuf>) -> Self {
        Self::Unix { path: path.into() }
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if bare_host(host).parse::<Ipv6Addr>().is_ok() => {
                write!(f, "[{}]:{port}", bare_host(host))
            }
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Unix { path } => write!(f, "unix:{}", path.display()),
        }
    }
}

/// Why a text is no [`Listen`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ListenParseError {
    /// No `:` between host and port.
    #[error("an address to listen on is HOST:PORT, [IPV6]:PORT or unix:PATH")]
    NoPort,
    /// The part after the last `:` is no number from 0 to 65535.
    #[error("the port must be a number from 0 to 65535")]
    BadPort,
    /// Nothing before the port, or an IPv6 literal without brackets.
    #[error("the host must be a name, an IPv4 address or an IPv6 address in brackets")]
    BadHost,
}

impl FromStr for Listen {
    type Err = ListenParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("unix:") {
            return Ok(Self::unix(path));
        }
        let (host, port) = text.rsplit_once(':').ok_or(ListenParseError::NoPort)?;
        let port = port.parse().map_err(|_| ListenParseError::BadPort)?;
        let bracketed = host.starts_with('[') && host.ends_with(']');
        if host.is_empty() || (host.contains(':') && !bracketed) {
            return Err(ListenParseError::BadHost);
        }
        Ok(Self::tcp(host, port))
    }
}

/// The host without the brackets of an IPv6 literal.
pub(crate) fn bare_host(host: &str) -> &str {
    host.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host)
}

/// Where a bound listener really listens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LocalAddr {
    /// A TCP address with the port the system gave.
    Tcp(SocketAddr),
    /// The path of a Unix socket.
    Unix(PathBuf),
}

impl LocalAddr {
    /// The TCP address, if this is one.
    pub fn tcp(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(address) => Some(*address),
            Self::Unix(_) => None,
        }
    }
}

impl fmt::Display for LocalAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// A dual-stack listener sees IPv4 peers as `::ffff:a.b.c.d`; users expect
/// `a.b.c.d`.
pub(crate) fn canonical(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V6(ip) if ip.to_ipv4_mapped().is_some() => {
            SocketAddr::new(address.ip().to_canonical(), address.port())
        }
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown() {
        for (text, listen, shown) in [
            ("0.0.0.0:8080", Listen::tcp("0.0.0.0", 8080), "0.0.0.0:8080"),
            ("[::1]:80", Listen::tcp("[::1]", 80), "[::1]:80"),
            ("localhost:0", Listen::tcp("localhost", 0), "localhost:0"),
            ("unix:/a/b", Listen::unix("/a/b"), "unix:/a/b"),
        ] {
            let read: Listen = text.parse().unwrap();
            assert_eq!(read, listen);
            assert_eq!(read.to_string(), shown);
        }
        assert_eq!(Listen::tcp("::1", 80).to_string(), "[::1]:80");
    }

    #[test]
    fn bad_addresses_are_refused_with_the_reason() {
        for (text, error) in [
            ("8080", ListenParseError::NoPort),
            ("a:65536", ListenParseError::BadPort),
            ("a:", ListenParseError::BadPort),
            (":80", ListenParseError::BadHost),
            ("::1:80", ListenParseError::BadHost),
        ] {
            assert_eq!(text.parse::<Listen>(), Err(error), "{text}");
        }
    }

    #[test]
    fn a_mapped_peer_address_is_shown_as_ipv4() {
        let mapped: SocketAddr = "[::ffff:127.0.0.1]:9".parse().unwrap();
        assert_eq!(canonical(mapped), "127.0.0.1:9".parse().unwrap());
        let plain: SocketAddr = "[::1]:9".parse().unwrap();
        assert_eq!(canonical(plain), plain);
    }
}

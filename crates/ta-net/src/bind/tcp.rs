//! TCP listening sockets: resolving, options, the probe for foreign owners.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use socket2::{Domain, Protocol, Socket as RawSocket, Type};

use super::{BindOptions, Socket};
use crate::listen::bare_host;
use crate::{BindError, Listen};

pub(super) fn bind(
    listen: &Listen,
    host: &str,
    port: u16,
    options: &BindOptions,
) -> Result<Socket, BindError> {
    let refused = |source| BindError::Bind {
        listen: listen.clone(),
        source,
    };
    let mut last = None;
    for address in resolve(listen, host, port)? {
        match open_first(address, options) {
            Ok(socket) => return Ok(socket),
            // A name may stand for an address family that this machine does
            // not have; only then is its next address tried. A taken port is
            // final, or the conflict would hide behind `localhost`.
            Err(error) if is_absent(&error) => last = Some(error),
            Err(error) => return Err(refused(error)),
        }
    }
    Err(refused(
        last.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into()),
    ))
}

/// A further socket on an address that this process already holds.
pub(super) fn join(
    listen: &Listen,
    address: SocketAddr,
    options: &BindOptions,
) -> Result<Socket, BindError> {
    open(address, options, true).map_err(|source| BindError::Bind {
        listen: listen.clone(),
        source,
    })
}

fn resolve(listen: &Listen, host: &str, port: u16) -> Result<Vec<SocketAddr>, BindError> {
    let failed = |source| BindError::Resolve {
        listen: listen.clone(),
        source,
    };
    let mut addresses: Vec<_> = (bare_host(host), port)
        .to_socket_addrs()
        .map_err(failed)?
        .collect();
    // Resolvers differ in the order of `localhost`; IPv4 first is what every
    // client can reach.
    addresses.sort_by_key(SocketAddr::is_ipv6);
    addresses.dedup();
    Ok(addresses)
}

fn open_first(address: SocketAddr, options: &BindOptions) -> io::Result<Socket> {
    if !options.reuse_port {
        return open(address, options, false);
    }
    // With SO_REUSEPORT a port owned by another process of the same user would
    // be shared without a word, so the port is first taken the plain way.
    let probe = open(address, options, false)?;
    let Socket::Tcp(_, address) = probe else {
        unreachable!("a TCP address gives a TCP socket");
    };
    drop(probe);
    open(address, options, true)
}

fn open(address: SocketAddr, options: &BindOptions, reuse_port: bool) -> io::Result<Socket> {
    let socket = RawSocket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    // Lets a restarted server bind while connections of the old one linger in
    // TIME_WAIT; on Unix it does not share a listening port.
    socket.set_reuse_address(true)?;
    if reuse_port {
        socket.set_reuse_port(true)?;
    }
    // Accepted sockets inherit this on Linux: one system call less for each
    // connection.
    socket.set_tcp_nodelay(true)?;
    socket.bind(&address.into())?;
    socket.listen(i32::try_from(options.backlog).unwrap_or(i32::MAX))?;
    socket.set_nonblocking(true)?;
    let listener = std::net::TcpListener::from(socket);
    let address = listener.local_addr()?;
    Ok(Socket::Tcp(listener, address))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::AddrNotAvailable | io::ErrorKind::Unsupported
    ) || error.raw_os_error() == Some(EAFNOSUPPORT)
}

/// `io::ErrorKind` has no stable name for it.
const EAFNOSUPPORT: i32 = if cfg!(target_os = "linux") { 97 } else { 47 };

#[cfg(test)]
mod tests {
    use crate::{BindError, BindOptions, Listen, LocalAddr, bind};

    fn port(address: &LocalAddr) -> u16 {
        address.tcp().unwrap().port()
    }

    #[test]
    fn a_taken_port_is_named_with_host_and_reason() {
        let first = bind(&[Listen::tcp("127.0.0.1", 0)], &BindOptions::default()).unwrap();
        let port = port(&first.local_addrs()[0]);
        let error = bind(&[Listen::tcp("127.0.0.1", port)], &BindOptions::default()).unwrap_err();
        let text = error.to_string();
        let start = format!("Failed to bind listener on 127.0.0.1:{port}: ");
        assert!(text.starts_with(&start), "{text}");
        assert!(text.contains("in use"), "{text}");
    }

    #[test]
    fn a_failing_list_leaves_nothing_bound() {
        let taken = bind(&[Listen::tcp("127.0.0.1", 0)], &BindOptions::default()).unwrap();
        let free = {
            let probe = bind(&[Listen::tcp("127.0.0.1", 0)], &BindOptions::default()).unwrap();
            port(&probe.local_addrs()[0])
        };
        let list = [
            Listen::tcp("127.0.0.1", free),
            Listen::tcp("127.0.0.1", port(&taken.local_addrs()[0])),
        ];
        assert!(bind(&list, &BindOptions::default()).is_err());
        bind(&list[..1], &BindOptions::default()).unwrap();
    }

    #[test]
    fn the_same_address_twice_is_an_error_even_when_shared() {
        let options = BindOptions {
            reuse_port: true,
            ..BindOptions::default()
        };
        let first = bind(&[Listen::tcp("127.0.0.1", 0)], &options).unwrap();
        let port = port(&first.local_addrs()[0]);
        assert!(bind(&[Listen::tcp("127.0.0.1", port)], &options).is_err());
    }

    #[test]
    fn siblings_share_the_port() {
        let options = BindOptions {
            reuse_port: true,
            ..BindOptions::default()
        };
        let first = bind(&[Listen::tcp("127.0.0.1", 0)], &options).unwrap();
        let second = first.sibling().unwrap();
        assert_eq!(first.local_addrs(), second.local_addrs());
    }

    #[test]
    fn a_set_bound_for_itself_has_no_siblings() {
        let bound = bind(&[Listen::tcp("127.0.0.1", 0)], &BindOptions::default()).unwrap();
        assert!(matches!(bound.sibling(), Err(BindError::NotShared { .. })));
    }

    #[test]
    fn a_name_is_resolved_and_an_unknown_one_reported() {
        let bound = bind(&[Listen::tcp("localhost", 0)], &BindOptions::default()).unwrap();
        assert!(bound.local_addrs()[0].tcp().unwrap().ip().is_loopback());
        let error = bind(
            &[Listen::tcp("no-such-host.invalid", 1)],
            &BindOptions::default(),
        )
        .unwrap_err();
        assert!(matches!(error, BindError::Resolve { .. }), "{error:?}");
        let text = error.to_string();
        assert!(
            text.starts_with("Failed to bind listener on no-such-host.invalid:1: "),
            "{text}"
        );
    }

    #[test]
    fn an_ipv6_literal_may_wear_brackets() {
        // Machines without IPv6 refuse the address; then there is nothing to see.
        for host in ["::1", "[::1]"] {
            match bind(&[Listen::tcp(host, 0)], &BindOptions::default()) {
                Ok(bound) => assert!(bound.local_addrs()[0].tcp().unwrap().is_ipv6()),
                Err(error) => assert!(error.to_string().contains("[::1]:0"), "{error}"),
            }
        }
    }
}

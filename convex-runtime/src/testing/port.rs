//! The port of a deployment, which stays reserved while the deployment is down.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Mutex,
};

use tokio::net::{TcpListener, TcpSocket};

use super::lock::lock;

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1024;

/// An address of this machine, with its port while nothing listens on it.
#[derive(Debug)]
pub(super) struct Port {
    /// The address.
    pub(super) address: SocketAddr,
    choice: Choice,
    /// Bound, so that the port stays reserved, but not listening, so that connections are refused.
    reserved: Mutex<Option<TcpSocket>>,
}

/// The origin of a port number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// The user: a second deployment on it is an error.
    User,
    /// The system: no other process asks for it, so it may be bound again before it is released.
    System,
}

impl Port {
    /// Listens on `port`, or on a free one for zero.
    ///
    /// # Errors
    ///
    /// When the port is taken.
    pub(super) fn open(port: u16) -> io::Result<(Self, TcpListener)> {
        let choice = if port == 0 {
            Choice::System
        } else {
            Choice::User
        };
        let socket = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), choice)?;
        let listener = socket.listen(BACKLOG)?;
        let port = Self {
            address: listener.local_addr()?,
            choice,
            reserved: Mutex::new(None),
        };
        Ok((port, listener))
    }

    /// Holds the port without listening on it. Before the listener is closed, this succeeds where
    /// the system lets two sockets have one port; afterwards it does unless another was faster.
    pub(super) fn reserve(&self) {
        let mut reserved = lock(&self.reserved);
        if reserved.is_none() {
            // Where it fails, listening again says so.
            *reserved = bind(self.address, self.choice).ok();
        }
    }

    /// Listens again.
    ///
    /// # Errors
    ///
    /// When the port was not reserved and is taken.
    pub(super) fn listen(&self) -> io::Result<TcpListener> {
        let reserved = lock(&self.reserved).take();
        let socket = reserved.map_or_else(|| bind(self.address, self.choice), Ok)?;
        socket.listen(BACKLOG)
    }
}

#[cfg_attr(
    not(target_os = "linux"),
    expect(unused_variables, reason = "only Linux shares ports in this way")
)]
fn bind(address: SocketAddr, choice: Choice) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // Connections that were just broken still hold the port for a while.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    #[cfg(target_os = "linux")]
    socket.set_reuseport(choice == Choice::System)?;
    socket.bind(address)?;
    Ok(socket)
}

//! Black-box tests: a real server on a port of its own, raw sockets on the
//! other side. What is asserted is what a client can see.

mod client;
mod pushed;
mod server;

mod bodies;
mod endings;
mod framing;
mod service;
mod stopping;
mod streams;
mod timers;
mod uploads;

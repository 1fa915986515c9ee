//! Channels, row by row as the specification has them.

mod cancelling;
mod closing;
mod order;
mod random;
mod rendezvous;
mod starving;

use std::rc::Rc;
use std::time::Duration;

use ta_coro::{Awaitable, Channel, CloseReason, Failure, Future, Timeouts};

use crate::machine::{Error, Machine, Task, World, made};

type Pipe = Rc<Channel<Machine>>;
type Pending = Rc<Future<Machine>>;
type Token = Rc<dyn Awaitable<Machine>>;

fn pipe(world: &World, capacity: usize) -> Pipe {
    Channel::new(
        &world.scheduler().current_scope(),
        capacity,
        Timeouts::default(),
    )
}

/// One whose receivers wait for at most 10 ms, its senders for at most 20.
fn impatient(world: &World, capacity: usize, hard: bool) -> Pipe {
    let timeouts = Timeouts {
        no_producer: Duration::from_millis(10),
        no_consumer: Duration::from_millis(20),
        hard,
    };
    Channel::new(&world.scheduler().current_scope(), capacity, timeouts)
}

fn closed(reason: CloseReason) -> Error {
    made(Failure::ChannelClosed(reason))
}

fn try_send(world: &World, pipe: &Pipe, value: u64) -> bool {
    pipe.try_send(world.scheduler(), value)
}

/// The future of the next value.
fn later(world: &World, pipe: &Pipe) -> Pending {
    let own = world.clone();
    pipe.recv_later(world.scheduler(), move |pipe| {
        pipe.look_again(own.scheduler());
    })
}

/// What `future` holds, in words.
fn look(future: &Pending) -> String {
    match &*future.peek() {
        None => "pending".into(),
        Some(Ok(value)) => value.to_string(),
        Some(Err(error)) => error.to_string(),
    }
}

fn close(world: &World, pipe: &Pipe) -> bool {
    pipe.close(world.scheduler(), CloseReason::Explicit)
}

/// Spawns one that sends `value` and writes `name:sent`, or why not.
fn sender(world: &World, pipe: &Pipe, name: &'static str, value: u64) -> Task {
    sender_until(world, pipe, name, value, None)
}

fn sender_until(
    world: &World,
    pipe: &Pipe,
    name: &'static str,
    value: u64,
    token: Option<Token>,
) -> Task {
    let pipe = Rc::clone(pipe);
    world.spawn(move |world| {
        match pipe.send(world.scheduler(), value, token.as_ref()) {
            Ok(()) => world.note(format!("{name}:sent")),
            Err(error) => world.note(format!("{name}:{error}")),
        }
        Ok(0)
    })
}

/// Spawns one that receives and writes `name=value`, or why not.
fn receiver(world: &World, pipe: &Pipe, name: &'static str) -> Task {
    receiver_until(world, pipe, name, None)
}

fn receiver_until(world: &World, pipe: &Pipe, name: &'static str, token: Option<Token>) -> Task {
    let pipe = Rc::clone(pipe);
    world.spawn(move |world| {
        match pipe.recv(world.scheduler(), token.as_ref()) {
            Ok(value) => world.note(format!("{name}={value}")),
            Err(error) => world.note(format!("{name}:{error}")),
        }
        Ok(0)
    })
}

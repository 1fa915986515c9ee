//! Scopes, row by row as the specification has them.

mod disposal;
mod ending;
mod random;
mod routing;
mod tree;
mod waiting;

use std::rc::Rc;

use ta_coro::Scope;

use crate::machine::{Machine, World, stop};

/// A scope of the world's machine.
type Room = Rc<Scope<Machine>>;

/// A detached scope called `name`.
fn room(name: &'static str) -> Room {
    let scope: Room = Scope::detached();
    scope.body.name.set(name);
    scope
}

/// A child scope called `name`.
fn below(parent: &Room, name: &'static str) -> Room {
    let scope = Scope::child(parent);
    scope.body.name.set(name);
    scope
}

/// Cancels `scope` with the error `stop`, as its flag says.
fn cancel(world: &World, scope: &Room) {
    scope.cancel(world.scheduler(), Some(stop("stop")), scope.is_safe());
}

//! A coroutine that waits in a group for its turn, and may never get one.

use crate::coroutine::{Body, Runtime};
use crate::zend::context;
use crate::zend::exception;
use crate::zend::value::Obj;

use super::errors;

/// The body of a coroutine that does not exist yet. What it holds goes with it.
pub(super) struct Unstarted(Option<Body>);

impl Unstarted {
    pub(super) fn new(body: Body) -> Self {
        Self(Some(body))
    }

    /// It is its turn.
    ///
    /// # Errors
    /// There is no room for a coroutine.
    pub(super) fn start(mut self, runtime: &Runtime) -> Result<Body, Obj> {
        if let Err(obstacle) = runtime.has_room() {
            // Nobody says where this runs.
            context::contained(|| drop(self));
            let message = format!("Cannot create a coroutine: {obstacle}");
            return Err(errors::async_exception(&message));
        }
        Ok(self.0.take().expect("only this takes it, and once"))
    }
}

impl Drop for Unstarted {
    fn drop(&mut self) {
        if let Some(body) = self.0.take() {
            // An exception that is passing by has nothing to do with this.
            let passing = exception::take();
            body.discard();
            if let Some(passing) = passing {
                exception::restore(passing);
            }
        }
    }
}

//! Going through the entries of a group in the order they were added, waiting for
//! each to settle.

use std::cell::Cell;
use std::rc::Rc;

use super::entries::{Place, Stage};
use super::{Group, Key, Retention};
use crate::awaitable::{Awaitable, Listener, Outcome, Waiting};
use crate::{Scheduler, Switch};

/// A place in a group. Several can go through one group; in one that forgets, each
/// entry is seen by one of them.
pub struct Walk<S: Switch> {
    group: Rc<Group<S>>,
    /// Where to look next.
    next: Cell<Place>,
}

/// What is at the next place.
enum Found<S: Switch> {
    Entry(Key, Outcome<S>),
    /// Something that has not settled, or may still come.
    Nothing,
    End,
}

impl<S: Switch> Group<S> {
    /// Begins at the oldest entry. Errors there are now count as handled, others as
    /// they are seen.
    pub fn walk(self: &Rc<Self>) -> Walk<S> {
        self.mark_handled();
        Walk {
            group: Rc::clone(self),
            next: Cell::new(0),
        }
    }
}

impl<S: Switch> Walk<S> {
    /// The next entry, once it has settled; `None` behind the last of a closed group.
    ///
    /// # Errors
    /// What ended the wait.
    pub fn next(&self, scheduler: &Scheduler<S>) -> Result<Option<(Key, Outcome<S>)>, S::Error> {
        match self.look() {
            Found::Entry(key, outcome) => return Ok(Some((key, outcome))),
            Found::End => return Ok(None),
            Found::Nothing => scheduler.switch().may_park()?,
        }
        let current = scheduler.running();
        let moved = &self.group.moved;
        let mut ticket = moved.add(Listener::Coroutine(Rc::clone(&current)));
        let waiting = Waiting::For(Rc::clone(&self.group) as Rc<dyn Awaitable<S>>);
        let waited = scheduler.wait_until(None, waiting, || match self.look() {
            Found::Entry(key, outcome) => Some(Some((key, outcome))),
            Found::End => Some(None),
            Found::Nothing => {
                if moved.is_told(ticket) {
                    ticket = moved.add(Listener::Coroutine(Rc::clone(&current)));
                }
                None
            }
        });
        moved.remove(ticket);
        waited
    }

    /// Looks at the next entry and steps over it if it has settled.
    fn look(&self) -> Found<S> {
        let group = &self.group;
        let mut entries = group.entries.borrow_mut();
        let Some(place) = entries.from(self.next.get()) else {
            return if group.closed.get() {
                Found::End
            } else {
                Found::Nothing
            };
        };
        let Some(entry) = entries.get(place) else {
            return Found::Nothing;
        };
        let outcome = match &entry.stage {
            Stage::Succeeded(value) => Ok(value.clone()),
            Stage::Failed(fault) => Err(fault.error.clone()),
            Stage::Queued(_) | Stage::Starting | Stage::Running(_) => return Found::Nothing,
        };
        let key = entry.key.clone();
        self.next.set(place + 1);
        match group.retention {
            Retention::Keep => entries.mark_handled(place),
            // `outcome` holds what the entry held: nothing ends here.
            Retention::Forget => drop(entries.remove(place)),
        }
        Found::Entry(key, outcome)
    }
}

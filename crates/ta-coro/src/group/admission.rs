//! The way of a task into the group and to its coroutine: keys, slots, the queue,
//! and the line of those who wait for room in the queue.

use std::cell::Cell;
use std::rc::Rc;

use super::end::drop_later;
use super::entries::{Place, Stage};
use super::{Group, Key, Task};
use crate::awaitable::{Awaitable, Listener, Notify, Outcome, Waiting};
use crate::{Coroutine, Failure, Scheduler, Switch};

/// Somebody who waits for room.
pub(super) struct Claim<S: Switch> {
    coroutine: Rc<Coroutine<S>>,
    /// The room is there, and reserved.
    granted: Cell<bool>,
}

impl<S: Switch> Group<S> {
    /// Adds a task, under the next number when it comes without a key. With a free
    /// slot its coroutine is queued at once, else the task waits for its turn. When
    /// too many do, the running coroutine waits for room first.
    ///
    /// # Errors
    /// Misuse when the group or its scope is closed, or the key is taken; what `task`
    /// returned when it was its turn at once; what ended the wait.
    pub fn spawn(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        key: Option<Key>,
        task: Task<S>,
    ) -> Result<(), S::Error> {
        // A number is used up whether the call succeeds or not.
        let key = key.unwrap_or_else(|| {
            let index = self.next_index.get();
            self.next_index.set(index.wrapping_add(1));
            Key::Index(index)
        });
        self.accepts(scheduler, &key)?;
        if self.has_room() {
            return self.add(scheduler, key, task);
        }
        self.wait_for_room(scheduler)?;
        // The room that is not taken, for whatever reason, is the next one's.
        let added = self
            .accepts(scheduler, &key)
            .and_then(|()| self.add(scheduler, key, task));
        if added.is_err() {
            self.grant(scheduler);
        }
        added
    }

    fn accepts(&self, scheduler: &Scheduler<S>, key: &Key) -> Result<(), S::Error> {
        if self.closed.get() {
            Err(self.misuse(scheduler, "Cannot spawn tasks on a closed TaskGroup"))
        } else if self.scope.is_closed() {
            Err(self.misuse(scheduler, "Cannot spawn a coroutine in a closed scope"))
        } else if self.entries.borrow().contains(key) {
            Err(self.misuse(scheduler, format!("Duplicate key {key} in TaskGroup")))
        } else {
            Ok(())
        }
    }

    fn add(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        key: Key,
        task: Task<S>,
    ) -> Result<(), S::Error> {
        if self.has_slot() && self.entries.borrow().queued() == 0 {
            let body = task(scheduler)?;
            let place = self.entries.borrow_mut().insert(key, Stage::Starting);
            self.start(scheduler, place, body);
        } else {
            self.entries.borrow_mut().insert(key, Stage::Queued(task));
        }
        // Those who walk the group wait for entries to come, too.
        self.moved.tell(scheduler);
        Ok(())
    }

    fn has_slot(&self) -> bool {
        self.limits.concurrency == 0 || self.running.get() < self.limits.concurrency
    }

    fn has_room(&self) -> bool {
        if self.limits.concurrency == 0 || self.limits.queue == 0 {
            return true;
        }
        let claims = self.claims.borrow();
        let taken = self.running.get() + self.entries.borrow().queued() + claims.granted;
        claims.waiting.is_empty()
            && taken < self.limits.concurrency.saturating_add(self.limits.queue)
    }

    fn wait_for_room(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        scheduler.switch().may_park()?;
        let claim = Rc::new(Claim {
            coroutine: scheduler.running(),
            granted: Cell::new(false),
        });
        self.claims
            .borrow_mut()
            .waiting
            .push_back(Rc::clone(&claim));
        let waiting = Waiting::Text("room in a TaskGroup");
        let waited = scheduler.wait_until(None, waiting, || {
            (claim.granted.get() || self.closed.get()).then_some(())
        });
        let mut claims = self.claims.borrow_mut();
        if claim.granted.get() {
            claims.granted -= 1;
        } else {
            claims.waiting.retain(|known| !Rc::ptr_eq(known, &claim));
        }
        drop(claims);
        if waited.is_err() {
            self.grant(scheduler);
        }
        waited
    }

    /// Lets as many into the queue as there is room for, in the order they came.
    fn grant(&self, scheduler: &Scheduler<S>) {
        let room = self.limits.concurrency.saturating_add(self.limits.queue);
        let taken = self.running.get() + self.entries.borrow().queued();
        loop {
            let mut claims = self.claims.borrow_mut();
            if taken + claims.granted >= room {
                break;
            }
            let Some(claim) = claims.waiting.pop_front() else {
                break;
            };
            claims.granted += 1;
            drop(claims);
            claim.granted.set(true);
            scheduler.wake(&claim.coroutine);
        }
    }

    /// The group was closed: those who wait for room hear of it.
    pub(super) fn turn_away(&self, scheduler: &Scheduler<S>) {
        let waiting = self.claims.borrow().waiting.clone();
        for claim in waiting {
            scheduler.wake(&claim.coroutine);
        }
    }

    fn start(self: &Rc<Self>, scheduler: &Scheduler<S>, place: Place, body: S::Body) {
        let coroutine = scheduler.spawn_in(&self.scope, body);
        // Its error is the group's, wherever the group is by then.
        coroutine.observe();
        let listener = Listener::Object(Rc::clone(self) as Rc<dyn Notify<S>>, place);
        coroutine.subscribe(scheduler, listener);
        self.running.set(self.running.get() + 1);
        self.entries.borrow_mut().set_running(place, coroutine);
    }

    /// Starts what is queued, as far as there are slots. In a cancelled scope nothing
    /// starts any more: what is queued ends as what runs there does.
    fn fill(self: &Rc<Self>, scheduler: &Scheduler<S>, last: &Rc<Coroutine<S>>) {
        let mut unused = Vec::new();
        while self.has_slot() {
            let Some((place, task)) = self.entries.borrow_mut().dequeue() else {
                break;
            };
            let body = if self.scope.is_cancelled() {
                let failure = Failure::Cancelled("Scope was cancelled");
                unused.push(task);
                Err(scheduler.switch().failure(failure))
            } else {
                task(scheduler)
            };
            match body {
                Ok(body) => self.start(scheduler, place, body),
                Err(error) => {
                    self.entries.borrow_mut().settle(place, Err(error));
                }
            }
        }
        if !unused.is_empty() {
            drop_later(scheduler, Some(last), unused);
        }
    }

    /// A task has ended.
    fn task_ended(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
        place: Place,
        coroutine: &Rc<Coroutine<S>>,
        outcome: Outcome<S>,
    ) {
        self.running.set(self.running.get() - 1);
        let stage = self.entries.borrow_mut().settle(place, outcome);
        drop(stage);
        self.fill(scheduler, coroutine);
        self.grant(scheduler);
        self.serve(scheduler, Some(coroutine));
        self.moved.tell(scheduler);
        self.end(scheduler, Some(coroutine));
    }
}

impl<S: Switch> Notify<S> for Group<S> {
    fn notify(self: Rc<Self>, scheduler: &Scheduler<S>, key: usize) {
        let coroutine = match self.entries.borrow().get(key).map(|entry| &entry.stage) {
            Some(Stage::Running(coroutine)) => Rc::clone(coroutine),
            _ => return,
        };
        let outcome = Awaitable::outcome(&*coroutine);
        if let Some(outcome) = outcome {
            self.task_ended(scheduler, key, &coroutine, outcome);
        }
    }
}

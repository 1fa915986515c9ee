//! Futures of what a group collects: everything, the first to settle, the first to
//! succeed.

use std::rc::Rc;

use super::end::drop_later;
use super::entries::{Entries, Place, Stage};
use super::{Group, Retention};
use crate::future::{Future, Promise};
use crate::{Coroutine, Failure, Outcome, Scheduler, Switch};

/// What a future waits for.
#[derive(Clone, Copy)]
enum Want {
    /// That nothing runs any more.
    All { ignore_errors: bool },
    /// Any outcome.
    First,
    /// A success.
    Success,
}

/// A future that was given out.
pub(super) struct Collector<S: Switch> {
    want: Want,
    promise: Promise<S>,
}

impl<S: Switch> Group<S> {
    /// Everything that has succeeded, once nothing runs and nothing is queued; or, if
    /// something failed and errors are not ignored, all errors in one. A group that
    /// forgets is empty after that.
    ///
    /// Errors that are ignored count as handled.
    pub fn all(self: &Rc<Self>, scheduler: &Scheduler<S>, ignore_errors: bool) -> Rc<Future<S>> {
        self.collect(scheduler, Want::All { ignore_errors })
    }

    /// What the first task to settle ends with. Of those that have settled already,
    /// the oldest; a group that forgets gives each to one future only.
    ///
    /// # Errors
    /// Misuse when the group is empty.
    pub fn race(self: &Rc<Self>, scheduler: &Scheduler<S>) -> Result<Rc<Future<S>>, S::Error> {
        if self.is_empty() {
            return Err(self.misuse(scheduler, NOTHING_TO_RACE));
        }
        Ok(self.collect(scheduler, Want::First))
    }

    /// The value of the first task to succeed, as [`Group::race`]; or all errors in
    /// one when nothing runs any more and nothing has succeeded.
    ///
    /// # Errors
    /// Misuse when the group is empty.
    pub fn any(self: &Rc<Self>, scheduler: &Scheduler<S>) -> Result<Rc<Future<S>>, S::Error> {
        if self.is_empty() {
            return Err(self.misuse(scheduler, NOTHING_FOR_ANY));
        }
        Ok(self.collect(scheduler, Want::Success))
    }

    fn collect(self: &Rc<Self>, scheduler: &Scheduler<S>, want: Want) -> Rc<Future<S>> {
        // Those who stopped reading are passed over: see `serve`.
        let (promise, future) = Promise::new(|| {});
        self.collectors
            .borrow_mut()
            .push(Collector { want, promise });
        self.serve(scheduler, None);
        future
    }

    /// Settles the futures that can be, in the order they were given out. `last` is
    /// the coroutine whose end made that possible.
    pub(super) fn serve(&self, scheduler: &Scheduler<S>, last: Option<&Rc<Coroutine<S>>>) {
        let given_out = self.collectors.take();
        let mut left = Vec::new();
        for collector in given_out {
            let future = collector.promise.future();
            let Some(future) = future.filter(|future| !future.is_settled()) else {
                continue;
            };
            let found = match collector.want {
                Want::All { ignore_errors } => {
                    self.find_all(scheduler, last, &future, ignore_errors)
                }
                Want::First => self.find_first(scheduler, &future),
                Want::Success => self.find_success(scheduler, &future),
            };
            match found {
                Some(outcome) => {
                    future.settle(scheduler, outcome);
                }
                None => left.push(collector),
            }
        }
        self.collectors.borrow_mut().splice(0..0, left);
    }

    fn find_first(&self, scheduler: &Scheduler<S>, future: &Future<S>) -> Option<Outcome<S>> {
        let mut entries = self.entries.borrow_mut();
        if let Some(place) = entries.first_settled() {
            entries.tell(place, &future.caught());
            return self.deliver(&mut entries, place);
        }
        drop(entries);
        self.nothing_left(scheduler, NOTHING_TO_RACE)
    }

    fn find_success(&self, scheduler: &Scheduler<S>, future: &Future<S>) -> Option<Outcome<S>> {
        let finished = self.is_finished();
        let mut entries = self.entries.borrow_mut();
        if let Some(place) = entries.first_succeeded() {
            return self.deliver(&mut entries, place);
        }
        if entries.is_empty() {
            drop(entries);
            return self.nothing_left(scheduler, NOTHING_FOR_ANY);
        }
        if !finished {
            return None;
        }
        entries.tell_all(&future.caught());
        let errors = errors_of(&entries);
        drop(entries);
        Some(Err(scheduler.switch().failure(Failure::Composite(errors))))
    }

    fn find_all(
        &self,
        scheduler: &Scheduler<S>,
        last: Option<&Rc<Coroutine<S>>>,
        future: &Future<S>,
        ignore_errors: bool,
    ) -> Option<Outcome<S>> {
        if !self.is_finished() {
            return None;
        }
        let mut entries = self.entries.borrow_mut();
        let errors = errors_of(&entries);
        let failed = !errors.is_empty() && !ignore_errors;
        if failed {
            entries.tell_all(&future.caught());
        } else {
            entries.mark_all_handled();
        }
        let values = if failed { Vec::new() } else { entries.values() };
        let delivered = (self.retention == Retention::Forget).then(|| entries.take());
        drop(entries);
        let outcome = if failed {
            let failure = Failure::Composite(errors.clone());
            Err(scheduler.switch().failure(failure))
        } else {
            Ok(self.owner.collect(values))
        };
        // What goes on in the outcome does not end with the entries; the rest does.
        if let Some(delivered) = delivered.filter(|_| !errors.is_empty()) {
            drop_later(scheduler, last, delivered);
        }
        Some(outcome)
    }

    /// The outcome at `place`; a group that forgets does so.
    fn deliver(&self, entries: &mut Entries<S>, place: Place) -> Option<Outcome<S>> {
        let outcome = match &entries.get(place)?.stage {
            Stage::Succeeded(value) => Ok(value.clone()),
            Stage::Failed(fault) => Err(fault.error.clone()),
            Stage::Queued(_) | Stage::Starting | Stage::Running(_) => return None,
        };
        if self.retention == Retention::Forget {
            // `outcome` holds what the entry held: nothing ends here.
            drop(entries.remove(place));
        }
        Some(outcome)
    }

    /// Others have taken everything: an error once no more can come.
    fn nothing_left(&self, scheduler: &Scheduler<S>, text: &'static str) -> Option<Outcome<S>> {
        let over = self.closed.get() && self.is_finished();
        over.then(|| Err(self.misuse(scheduler, text)))
    }
}

fn errors_of<S: Switch>(entries: &Entries<S>) -> Vec<S::Error> {
    let errors = entries.errors();
    errors.into_iter().map(|(_, error)| error).collect()
}

const NOTHING_TO_RACE: &str = "Cannot race on an empty TaskGroup";
const NOTHING_FOR_ANY: &str = "Cannot call any() on an empty TaskGroup";

//! Waiting for several things at once.
//!
//! A [`Gather`] listens to any number of triggers, writes down in which order they
//! settle, and lets its coroutine go on when [`Rules`] say that this is enough. The
//! triggers may be known at once, or be given one after another by somebody else
//! while the wait is going on. Which trigger had which name, and what is made of the
//! outcomes, is the caller's business.

use std::cell::RefCell;
use std::rc::Rc;

use crate::awaitable::{Awaitable, Listener, Notify, Outcome, Ticket, Waiting};
use crate::{Coroutine, Scheduler, Switch};

/// What counts towards [`Rules::need`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Every trigger that settled, however it did.
    Settled,
    /// Only triggers that settled with a value.
    Successes,
}

/// When a wait is decided, and what becomes of the triggers it goes without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How many are enough; [`usize::MAX`] for all. The wait is decided in any case
    /// when all triggers have settled.
    pub need: usize,
    /// What counts towards `need`.
    pub counted: Counted,
    /// The first failure decides, and is what the wait fails with.
    pub fail_fast: bool,
    /// Triggers that can be stopped ([`Awaitable::abandon`]) are, and the wait lasts
    /// until they have ended. Their failures are written down like the others,
    /// unless they are cancellations.
    pub drain: bool,
}

/// See the module.
pub struct Gather<S: Switch> {
    rules: Rules,
    waiter: Rc<Coroutine<S>>,
    token: Option<Rc<dyn Awaitable<S>>>,
    progress: RefCell<Progress<S>>,
}

/// Listens to the token under this key.
const TOKEN: usize = usize::MAX;

struct Progress<S: Switch> {
    triggers: Vec<Trigger<S>>,
    /// Outcomes by the trigger's number, in order of time.
    settled: Vec<(usize, Outcome<S>)>,
    /// Triggers that have settled.
    arrived: usize,
    successes: usize,
    /// No trigger will be added.
    complete: bool,
    decision: Option<Decision<S>>,
    /// How the token settled while the coroutine waited.
    fired: Option<Outcome<S>>,
    phase: Phase,
}

struct Trigger<S: Switch> {
    target: Rc<dyn Awaitable<S>>,
    /// While it is listened to.
    ticket: Option<Ticket>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Outcomes are written down.
    Gathering,
    /// Decided; so many triggers that were asked to stop have not ended yet.
    Draining(usize),
    /// Nobody waits any more.
    Over,
}

/// How a wait was decided.
enum Decision<S: Switch> {
    Enough,
    /// The first failure, or one of whoever gives the triggers.
    Failed(S::Error),
    /// The token was a trigger too, and settled before anything else decided.
    Token,
}

impl<S: Switch> Gather<S> {
    /// A wait of the running coroutine, until `token` fires. Both the token and
    /// every trigger count as used from now on.
    ///
    /// # Panics
    /// Outside a coroutine: callers check first.
    pub fn new(
        scheduler: &Scheduler<S>,
        rules: Rules,
        token: Option<Rc<dyn Awaitable<S>>>,
    ) -> Rc<Self> {
        if let Some(token) = &token {
            token.mark_used();
        }
        Rc::new(Self {
            rules,
            waiter: scheduler.running(),
            token,
            progress: RefCell::new(Progress {
                triggers: Vec::new(),
                settled: Vec::new(),
                arrived: 0,
                successes: 0,
                complete: false,
                decision: None,
                fired: None,
                phase: Phase::Gathering,
            }),
        })
    }

    /// Adds a trigger; the first is number 0. Returns whether more are of any use:
    /// not when the wait is decided.
    pub fn add(self: &Rc<Self>, scheduler: &Scheduler<S>, target: Rc<dyn Awaitable<S>>) -> bool {
        let (key, decided, phase) = {
            let progress = self.progress.borrow();
            let decided = progress.decision.is_some();
            (progress.triggers.len(), decided, progress.phase)
        };
        if phase == Phase::Over {
            return false;
        }
        target.mark_used();
        if decided && !self.rules.drain {
            return false;
        }
        let outcome = target.outcome();
        let ticket = outcome.is_none().then(|| {
            let listener = Listener::Object(Rc::clone(self) as Rc<dyn Notify<S>>, key);
            target.subscribe(scheduler, listener)
        });
        let mut progress = self.progress.borrow_mut();
        progress.triggers.push(Trigger { target, ticket });
        let late = match outcome {
            Some(outcome) if !decided => {
                progress.settle(&self.rules, key, outcome);
                None
            }
            Some(outcome) => progress.settle_late(scheduler, key, outcome),
            None => None,
        };
        let decided = progress.decision.is_some();
        drop(progress);
        drop(late);
        if decided {
            scheduler.wake(&self.waiter);
        }
        !decided
    }

    /// All triggers have been added.
    pub fn complete(&self, scheduler: &Scheduler<S>) {
        let mut progress = self.progress.borrow_mut();
        progress.complete = true;
        progress.decide(&self.rules);
        let decided = progress.decision.is_some();
        drop(progress);
        if decided {
            scheduler.wake(&self.waiter);
        }
    }

    /// Whoever gives the triggers has failed: so does the wait, unless it is
    /// decided already.
    pub fn abort(&self, scheduler: &Scheduler<S>, error: S::Error) {
        let mut progress = self.progress.borrow_mut();
        if progress.decision.is_none() {
            progress.decision = Some(Decision::Failed(error));
            drop(progress);
            scheduler.wake(&self.waiter);
        }
    }

    /// Nobody waits any more: there is no point in adding triggers.
    pub fn is_over(&self) -> bool {
        self.progress.borrow().phase == Phase::Over
    }

    /// Parks the running coroutine until the wait is decided and, if the rules say
    /// so, until the triggers it goes without have ended. Returns the outcomes by
    /// number, in order of time: at least those that decided, and whatever else
    /// settled before the coroutine came to run again.
    ///
    /// # Errors
    /// The first failure, with [`Rules::fail_fast`]; that of [`Gather::abort`]; the
    /// token fired ([`Failure::OperationCancelled`](crate::Failure)); otherwise as
    /// [`Scheduler::park`].
    pub fn wait(
        self: &Rc<Self>,
        scheduler: &Scheduler<S>,
    ) -> Result<Vec<(usize, Outcome<S>)>, S::Error> {
        if let Some(token) = &self.token
            && !self.is_decided()
            && let Some(fired) = token.outcome()
        {
            // Nothing has happened yet: nothing is asked to stop either.
            self.leave(scheduler);
            return Err(scheduler.operation_cancelled(fired));
        }
        if let Err(cancellation) = self.wait_for_decision(scheduler) {
            let decided = self.verdict(scheduler);
            self.leave(scheduler);
            return Err(joined(scheduler, decided, cancellation));
        }
        let mut result = self.verdict(scheduler);
        if self.rules.drain
            && let Err(cancellation) = self.drain(scheduler)
        {
            result = Err(joined(scheduler, result, cancellation));
        }
        let settled = self.leave(scheduler);
        result.map(|()| settled)
    }

    /// What is still waited for, in words.
    fn describe(&self) -> String {
        let progress = self.progress.borrow();
        let pending: Vec<String> = progress
            .triggers
            .iter()
            .filter(|trigger| trigger.ticket.is_some())
            .map(|trigger| trigger.target.describe())
            .collect();
        pending.join(", ")
    }

    /// Parks until there is a decision or the token has fired.
    fn wait_for_decision(self: &Rc<Self>, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        if self.is_decided() {
            return Ok(());
        }
        let ticket = self.token.as_ref().map(|token| {
            let listener = Listener::Object(Rc::clone(self) as Rc<dyn Notify<S>>, TOKEN);
            token.subscribe(scheduler, listener)
        });
        let this = Rc::clone(self);
        let waiting = Waiting::Described(Box::new(move || this.describe()));
        let waited = scheduler.wait_until(None, waiting, || {
            let progress = self.progress.borrow();
            (progress.decision.is_some() || progress.fired.is_some()).then_some(())
        });
        if let (Some(token), Some(ticket)) = (&self.token, ticket) {
            token.unsubscribe(scheduler, ticket);
        }
        waited
    }

    fn is_decided(&self) -> bool {
        self.progress.borrow().decision.is_some()
    }

    /// The decision as the caller sees it; that of the token only where there is no
    /// other.
    fn verdict(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        let fired = {
            let progress = self.progress.borrow();
            match &progress.decision {
                Some(Decision::Enough) => return Ok(()),
                Some(Decision::Failed(error)) => return Err(error.clone()),
                Some(Decision::Token) | None => progress.fired.clone(),
            }
        };
        match fired {
            Some(fired) => Err(scheduler.operation_cancelled(fired)),
            None => Ok(()),
        }
    }

    /// Asks the triggers that are left to stop, and waits for those that do.
    fn drain(&self, scheduler: &Scheduler<S>) -> Result<(), S::Error> {
        let pending: Vec<_> = {
            let mut progress = self.progress.borrow_mut();
            let triggers = progress.triggers.iter().enumerate();
            let pending: Vec<_> = triggers
                .filter(|(_, trigger)| trigger.ticket.is_some())
                .map(|(key, trigger)| (key, Rc::clone(&trigger.target)))
                .collect();
            progress.phase = Phase::Draining(pending.len());
            pending
        };
        let own = Rc::as_ptr(&self.waiter).cast::<()>();
        for (key, target) in pending {
            // Whoever waits for itself would wait for good.
            let is_own = Rc::as_ptr(&target).cast::<()>() == own;
            if is_own || !target.abandon(scheduler) {
                self.forget(scheduler, key);
            }
        }
        scheduler.wait_until(None, Waiting::Text("cancelled triggers"), || {
            let drained = self.progress.borrow().phase == Phase::Draining(0);
            drained.then_some(())
        })
    }

    /// Does without the trigger `key` while others end.
    fn forget(&self, scheduler: &Scheduler<S>, key: usize) {
        let (target, ticket) = {
            let mut progress = self.progress.borrow_mut();
            let Some(trigger) = progress.triggers.get_mut(key) else {
                return;
            };
            let Some(ticket) = trigger.ticket.take() else {
                return;
            };
            let target = Rc::clone(&trigger.target);
            if let Phase::Draining(left) = &mut progress.phase {
                *left -= 1;
            }
            (target, ticket)
        };
        target.unsubscribe(scheduler, ticket);
    }

    /// Takes everything back.
    fn leave(&self, scheduler: &Scheduler<S>) -> Vec<(usize, Outcome<S>)> {
        let (triggers, settled, decision) = {
            let mut progress = self.progress.borrow_mut();
            progress.phase = Phase::Over;
            let decision = (progress.decision.take(), progress.fired.take());
            (
                std::mem::take(&mut progress.triggers),
                std::mem::take(&mut progress.settled),
                decision,
            )
        };
        // Backwards: whoever was listened to several times has the last at the end.
        for trigger in triggers.iter().rev() {
            if let Some(ticket) = trigger.ticket {
                trigger.target.unsubscribe(scheduler, ticket);
            }
        }
        drop((triggers, decision));
        settled
    }

    /// What listening under `key` is to; `None` when nobody waits any more.
    fn target(&self, key: usize) -> Option<Rc<dyn Awaitable<S>>> {
        if key == TOKEN {
            return self.token.clone();
        }
        let mut progress = self.progress.borrow_mut();
        let trigger = progress.triggers.get_mut(key)?;
        trigger.ticket = None;
        Some(Rc::clone(&trigger.target))
    }

    /// Whether trigger and token are one and the same.
    fn is_token(&self, target: &Rc<dyn Awaitable<S>>) -> bool {
        let token = self.token.as_ref();
        token.is_some_and(|token| Rc::as_ptr(token).cast::<()>() == Rc::as_ptr(target).cast())
    }
}

impl<S: Switch> Progress<S> {
    /// Writes down the outcome of a trigger before the coroutine runs again.
    fn settle(&mut self, rules: &Rules, key: usize, outcome: Outcome<S>) {
        self.arrived += 1;
        match &outcome {
            Ok(_) => self.successes += 1,
            Err(error) if rules.fail_fast && self.decision.is_none() => {
                self.decision = Some(Decision::Failed(error.clone()));
            }
            Err(_) => {}
        }
        self.settled.push((key, outcome));
        self.decide(rules);
    }

    /// Writes down what a trigger failed with after the decision; gives back what is
    /// of no interest.
    fn settle_late(
        &mut self,
        scheduler: &Scheduler<S>,
        key: usize,
        outcome: Outcome<S>,
    ) -> Option<Outcome<S>> {
        match outcome {
            Err(error) if !scheduler.switch().is_cancellation(&error) => {
                self.settled.push((key, Err(error)));
                None
            }
            outcome => Some(outcome),
        }
    }

    fn decide(&mut self, rules: &Rules) {
        let counted = match rules.counted {
            Counted::Settled => self.arrived,
            Counted::Successes => self.successes,
        };
        let all = self.complete && self.arrived == self.triggers.len();
        if self.decision.is_none() && (counted >= rules.need || all) {
            self.decision = Some(Decision::Enough);
        }
    }
}

/// What a wait fails with that was cancelled: a failure that was on its way is the news.
pub(crate) fn joined<S: Switch>(
    scheduler: &Scheduler<S>,
    decided: Result<(), S::Error>,
    cancellation: S::Error,
) -> S::Error {
    match decided {
        Err(error) if !scheduler.switch().is_cancellation(&error) => {
            scheduler.switch().chain(error, cancellation)
        }
        _ => cancellation,
    }
}

impl<S: Switch> Notify<S> for Gather<S> {
    fn notify(self: Rc<Self>, scheduler: &Scheduler<S>, key: usize) {
        let Some(target) = self.target(key) else {
            return;
        };
        // What notifies again and again has no outcome: that it did is all.
        let outcome = target.outcome().unwrap_or_else(|| Ok(S::Value::default()));
        let mut progress = self.progress.borrow_mut();
        let mut unwanted = None;
        let ready = match progress.phase {
            Phase::Gathering if key == TOKEN => {
                progress.fired = Some(outcome);
                true
            }
            Phase::Gathering => {
                if progress.decision.is_none() && self.is_token(&target) {
                    progress.decision = Some(Decision::Token);
                    progress.fired = Some(outcome.clone());
                }
                progress.settle(&self.rules, key, outcome);
                progress.decision.is_some()
            }
            Phase::Draining(left) => {
                progress.phase = Phase::Draining(left - 1);
                unwanted = progress.settle_late(scheduler, key, outcome);
                left == 1
            }
            Phase::Over => false,
        };
        drop(progress);
        drop(unwanted);
        if ready {
            scheduler.wake(&self.waiter);
        }
    }
}

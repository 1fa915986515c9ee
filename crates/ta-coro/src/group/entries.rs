//! What a group knows of its tasks: an ordered map from keys to how far each has
//! come. It starts nothing, wakes nobody and drops no value by itself: what is
//! taken out is handed to the caller, who drops it where code may run.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

use super::{Key, Task};
use crate::{Coroutine, Outcome, Switch};

/// Place of an entry in the order of insertion.
pub(super) type Place = usize;

/// How far a task has come.
pub(super) enum Stage<S: Switch> {
    /// Waits for others to end.
    Queued(Task<S>),
    /// On its way from the queue to the scheduler.
    Starting,
    /// Has a coroutine.
    Running(Rc<Coroutine<S>>),
    /// Returned.
    Succeeded(S::Value),
    /// Ended with an error.
    Failed(Fault<S>),
}

/// The error of a task, and who has heard of it.
pub(super) struct Fault<S: Switch> {
    pub(super) error: S::Error,
    handled: bool,
    /// Of the futures that were rejected with it, whether somebody took that.
    told: Vec<Rc<Cell<bool>>>,
}

impl<S: Switch> Fault<S> {
    fn is_handled(&self) -> bool {
        self.handled || self.told.iter().any(|caught| caught.get())
    }
}

/// One task.
pub(super) struct Entry<S: Switch> {
    pub(super) key: Key,
    pub(super) stage: Stage<S>,
}

/// See the module.
pub(super) struct Entries<S: Switch> {
    next: Place,
    entries: BTreeMap<Place, Entry<S>>,
    keys: HashMap<Key, Place>,
    queue: VecDeque<Place>,
    /// Places of those that have settled.
    settled: BTreeSet<Place>,
    /// Places of those that have settled with a value.
    succeeded: BTreeSet<Place>,
}

impl<S: Switch> Default for Entries<S> {
    fn default() -> Self {
        Self {
            next: 0,
            entries: BTreeMap::new(),
            keys: HashMap::new(),
            queue: VecDeque::new(),
            settled: BTreeSet::new(),
            succeeded: BTreeSet::new(),
        }
    }
}

impl<S: Switch> Entries<S> {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn contains(&self, key: &Key) -> bool {
        self.keys.contains_key(key)
    }

    /// How many wait for others to end.
    pub(super) fn queued(&self) -> usize {
        self.queue.len()
    }

    /// Adds a task behind all others.
    pub(super) fn insert(&mut self, key: Key, stage: Stage<S>) -> Place {
        let place = self.next;
        self.next += 1;
        if matches!(stage, Stage::Queued(_)) {
            self.queue.push_back(place);
        }
        self.keys.insert(key.clone(), place);
        self.entries.insert(place, Entry { key, stage });
        place
    }

    /// Takes the oldest task off the queue.
    pub(super) fn dequeue(&mut self) -> Option<(Place, Task<S>)> {
        while let Some(place) = self.queue.pop_front() {
            if let Some(entry) = self.entries.get_mut(&place)
                && let Stage::Queued(task) = std::mem::replace(&mut entry.stage, Stage::Starting)
            {
                return Some((place, task));
            }
        }
        None
    }

    /// Removes what never started.
    pub(super) fn take_queued(&mut self) -> Vec<Entry<S>> {
        let queue = std::mem::take(&mut self.queue);
        queue
            .into_iter()
            .filter_map(|place| self.remove(place))
            .collect()
    }

    /// The task has a coroutine now.
    pub(super) fn set_running(&mut self, place: Place, coroutine: Rc<Coroutine<S>>) {
        if let Some(entry) = self.entries.get_mut(&place) {
            entry.stage = Stage::Running(coroutine);
        }
    }

    /// The task has ended. Returns what stood for it until now.
    pub(super) fn settle(&mut self, place: Place, outcome: Outcome<S>) -> Option<Stage<S>> {
        let entry = self.entries.get_mut(&place)?;
        self.settled.insert(place);
        let stage = match outcome {
            Ok(value) => {
                self.succeeded.insert(place);
                Stage::Succeeded(value)
            }
            Err(error) => Stage::Failed(Fault {
                error,
                handled: false,
                told: Vec::new(),
            }),
        };
        Some(std::mem::replace(&mut entry.stage, stage))
    }

    pub(super) fn remove(&mut self, place: Place) -> Option<Entry<S>> {
        let entry = self.entries.remove(&place)?;
        self.keys.remove(&entry.key);
        self.settled.remove(&place);
        self.succeeded.remove(&place);
        Some(entry)
    }

    /// Everything; places go on behind.
    pub(super) fn take(&mut self) -> Self {
        let next = self.next;
        std::mem::replace(
            self,
            Self {
                next,
                ..Self::default()
            },
        )
    }

    pub(super) fn get(&self, place: Place) -> Option<&Entry<S>> {
        self.entries.get(&place)
    }

    /// The oldest one that has settled.
    pub(super) fn first_settled(&self) -> Option<Place> {
        self.settled.first().copied()
    }

    /// The oldest one that has settled with a value.
    pub(super) fn first_succeeded(&self) -> Option<Place> {
        self.succeeded.first().copied()
    }

    /// The oldest one at `place` or behind it.
    pub(super) fn from(&self, place: Place) -> Option<Place> {
        self.entries.range(place..).next().map(|found| *found.0)
    }

    /// Keys and values of what has succeeded, in order of insertion.
    pub(super) fn values(&self) -> Vec<(Key, S::Value)> {
        let entries = self.succeeded.iter().filter_map(|at| self.entries.get(at));
        entries
            .filter_map(|entry| match &entry.stage {
                Stage::Succeeded(value) => Some((entry.key.clone(), value.clone())),
                _ => None,
            })
            .collect()
    }

    /// Keys and errors of what has failed, in order of insertion.
    pub(super) fn errors(&self) -> Vec<(Key, S::Error)> {
        let faults = self.faults();
        faults
            .map(|(key, fault)| (key.clone(), fault.error.clone()))
            .collect()
    }

    /// Errors that nobody has heard of, in order of insertion.
    pub(super) fn unhandled(&self) -> Vec<S::Error> {
        let faults = self.faults();
        faults
            .filter(|(_, fault)| !fault.is_handled())
            .map(|(_, fault)| fault.error.clone())
            .collect()
    }

    /// Counts the errors there are now as handled.
    pub(super) fn mark_all_handled(&mut self) {
        for place in self.failed() {
            self.mark_handled(place);
        }
    }

    /// Counts the error at `place`, if it is one, as handled.
    pub(super) fn mark_handled(&mut self, place: Place) {
        self.fault(place, |fault| fault.handled = true);
    }

    /// A future is about to be rejected with the error at `place`, if it is one;
    /// `caught` will tell whether somebody took that.
    pub(super) fn tell(&mut self, place: Place, caught: &Rc<Cell<bool>>) {
        self.fault(place, |fault| {
            if !fault.is_handled() {
                fault.told.push(Rc::clone(caught));
            }
        });
    }

    /// [`Entries::tell`] for all errors there are.
    pub(super) fn tell_all(&mut self, caught: &Rc<Cell<bool>>) {
        for place in self.failed() {
            self.tell(place, caught);
        }
    }

    fn failed(&self) -> Vec<Place> {
        self.settled.difference(&self.succeeded).copied().collect()
    }

    fn fault(&mut self, place: Place, change: impl FnOnce(&mut Fault<S>)) {
        if let Some(entry) = self.entries.get_mut(&place)
            && let Stage::Failed(fault) = &mut entry.stage
        {
            change(fault);
        }
    }

    /// Coroutines of tasks that run, in order of insertion.
    pub(super) fn running(&self) -> Vec<Rc<Coroutine<S>>> {
        self.entries
            .values()
            .filter_map(|entry| match &entry.stage {
                Stage::Running(coroutine) => Some(Rc::clone(coroutine)),
                _ => None,
            })
            .collect()
    }

    /// Shows every stage, in order of insertion.
    pub(super) fn each(&self, see: &mut dyn FnMut(&Stage<S>)) {
        for entry in self.entries.values() {
            see(&entry.stage);
        }
    }

    fn faults(&self) -> impl Iterator<Item = (&Key, &Fault<S>)> {
        let entries = self.settled.difference(&self.succeeded);
        entries
            .filter_map(|at| self.entries.get(at))
            .filter_map(|entry| match &entry.stage {
                Stage::Failed(fault) => Some((&entry.key, fault)),
                _ => None,
            })
    }
}

//! A line of waiters, served from its head, and the promises made to them.
//!
//! Waiters draw numbers when they join and are called up in that order, so one
//! number, the first not called yet, tells who has been: nothing has to be kept
//! per waiter, and nothing allocated.

use std::collections::VecDeque;

/// See the module.
pub(super) struct Line<W> {
    waiting: VecDeque<(u64, W)>,
    /// The next number to be drawn.
    next: u64,
    /// Everybody below has been called up, or has left.
    called: u64,
    /// Those called up who have not come for what they were promised.
    promised: usize,
}

impl<W> Line<W> {
    pub(super) const fn new() -> Self {
        Self {
            waiting: VecDeque::new(),
            next: 0,
            called: 0,
            promised: 0,
        }
    }

    /// A number nobody else has.
    pub(super) fn draw(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    /// Joins at the end.
    pub(super) fn join(&mut self, waiter: W) -> u64 {
        let number = self.draw();
        self.waiting.push_back((number, waiter));
        number
    }

    /// Takes the first out, without promising it anything.
    pub(super) fn pop(&mut self) -> Option<W> {
        let (number, waiter) = self.waiting.pop_front()?;
        self.called = number + 1;
        Some(waiter)
    }

    /// Something was promised to whom [`Line::pop`] took out.
    pub(super) fn promise(&mut self) {
        self.promised += 1;
    }

    /// A promise was redeemed, or came to nothing.
    pub(super) fn redeem(&mut self) {
        self.promised -= 1;
    }

    /// Whether the holder of `number` was called up.
    pub(super) fn is_called(&self, number: u64) -> bool {
        number < self.called
    }

    /// Leaves without having been called up; `None` when it was.
    pub(super) fn leave(&mut self, number: u64) -> Option<W> {
        let place = self.place(number)?;
        self.waiting.remove(place).map(|(_, waiter)| waiter)
    }

    fn place(&self, number: u64) -> Option<usize> {
        self.waiting
            .binary_search_by_key(&number, |(own, _)| *own)
            .ok()
    }

    /// Sends everybody away, first in line first, without calling them up.
    pub(super) fn dismiss(&mut self) -> impl Iterator<Item = W> + use<W> {
        std::mem::take(&mut self.waiting)
            .into_iter()
            .map(|(_, waiter)| waiter)
    }

    pub(super) fn first(&self) -> Option<&W> {
        self.waiting.front().map(|(_, waiter)| waiter)
    }

    /// Keeps only those in line for whom `wanted` holds.
    pub(super) fn retain(&mut self, mut wanted: impl FnMut(&W) -> bool) {
        self.waiting.retain(|(_, waiter)| wanted(waiter));
    }

    /// Waiters who were not called up.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Promises that stand.
    pub(super) fn promised(&self) -> usize {
        self.promised
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiters_are_called_up_in_the_order_they_joined() {
        let mut line = Line::new();
        let numbers = ['a', 'b', 'c'].map(|waiter| line.join(waiter));
        assert_eq!(line.pop(), Some('a'));
        assert!(line.is_called(numbers[0]));
        assert!(!line.is_called(numbers[1]));
        assert_eq!(line.pop(), Some('b'));
        assert_eq!(line.pop(), Some('c'));
        assert_eq!(line.pop(), None);
    }

    #[test]
    fn whoever_leaves_is_passed_over_and_was_not_called_up() {
        let mut line = Line::new();
        let numbers = ['a', 'b', 'c'].map(|waiter| line.join(waiter));
        assert_eq!(line.leave(numbers[1]), Some('b'));
        assert_eq!(line.leave(numbers[1]), None);
        assert_eq!(line.pop(), Some('a'));
        assert_eq!(line.leave(numbers[0]), None, "it was called up already");
        assert_eq!(line.first(), Some(&'c'));
        assert_eq!(line.waiting(), 1);
    }

    #[test]
    fn the_dismissed_were_not_called_up() {
        let mut line = Line::new();
        let numbers = ['a', 'b', 'c'].map(|waiter| line.join(waiter));
        line.pop();
        line.promise();
        assert_eq!(line.dismiss().collect::<String>(), "bc");
        assert!(line.is_called(numbers[0]));
        assert!(!line.is_called(numbers[1]) && !line.is_called(numbers[2]));
        assert_eq!((line.waiting(), line.promised()), (0, 1));
    }
}

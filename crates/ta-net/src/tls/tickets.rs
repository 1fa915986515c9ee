//! Session tickets that every worker can read: their keys follow from one
//! secret and the time. Each period has a key of its own, derived from a
//! secret that is replaced by its successor at the same time, so that who
//! learns it can read no older tickets than those still accepted.
//!
//! A ticket is the number of its period (4 bytes), a random nonce (12 bytes)
//! and the session under AES-256-GCM, which vouches for both.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::{SecureRandom, SystemRandom};
use rustls::server::ProducesTickets;

use super::error::TlsError;

/// A ticket is accepted for at least this many seconds: in the period in which
/// it was made and the next.
const PERIOD: u32 = 6 * 60 * 60;

const HEAD: usize = 4;

pub(super) struct Tickets {
    keys: Mutex<Keys>,
    random: SystemRandom,
}

/// The keys that are in use.
struct Keys {
    /// The number of the period since the epoch of Unix.
    period: u32,
    secret: [u8; 32],
    current: LessSafeKey,
    previous: Option<LessSafeKey>,
}

impl Tickets {
    pub(super) fn new() -> Result<Self, TlsError> {
        let random = SystemRandom::new();
        let mut secret = [0; 32];
        random
            .fill(&mut secret)
            .map_err(|_| TlsError::NoRandomness)?;
        Ok(Self {
            keys: Mutex::new(Keys::new(this_period(), secret)),
            random,
        })
    }

    fn seal(&self, period: u32, session: &[u8]) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).ok()?;
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.advance(period);
        let head = keys.period.to_be_bytes();
        let mut sealed = session.to_vec();
        keys.current
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(head),
                &mut sealed,
            )
            .ok()?;
        Some([&head[..], &nonce, &sealed].concat())
    }

    fn open(&self, period: u32, ticket: &[u8]) -> Option<Vec<u8>> {
        let (head, rest) = ticket.split_first_chunk::<HEAD>()?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>()?;
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.advance(period);
        let made = u32::from_be_bytes(*head);
        let key = if made == keys.period {
            &keys.current
        } else if made.checked_add(1) == Some(keys.period) {
            keys.previous.as_ref()?
        } else {
            return None;
        };
        let mut session = sealed.to_vec();
        let length = key
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(*head),
                &mut session,
            )
            .ok()?
            .len();
        session.truncate(length);
        Some(session)
    }
}

impl Keys {
    fn new(period: u32, secret: [u8; 32]) -> Self {
        Self {
            period,
            current: key(&secret),
            secret,
            previous: None,
        }
    }

    /// Goes on to `period`; never back, should the clock be set.
    fn advance(&mut self, period: u32) {
        while self.period < period {
            self.period += 1;
            self.secret = derive(&self.secret, b"next");
            self.previous = Some(std::mem::replace(&mut self.current, key(&self.secret)));
        }
    }
}

fn key(secret: &[u8; 32]) -> LessSafeKey {
    let key = UnboundKey::new(&AES_256_GCM, &derive(secret, b"ticket"));
    LessSafeKey::new(key.expect("the key has the length of the algorithm"))
}

fn derive(secret: &[u8; 32], what: &[u8]) -> [u8; 32] {
    struct Length;

    impl KeyType for Length {
        fn len(&self) -> usize {
            32
        }
    }

    let mut derived = [0; 32];
    Salt::new(HKDF_SHA256, b"session tickets")
        .extract(secret)
        .expand(&[what], Length)
        .and_then(|output| output.fill(&mut derived))
        .expect("HKDF gives 32 bytes");
    derived
}

fn this_period() -> u32 {
    let seconds = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    u32::try_from(seconds / u64::from(PERIOD)).unwrap_or(u32::MAX)
}

impl ProducesTickets for Tickets {
    fn enabled(&self) -> bool {
        true
    }

    fn lifetime(&self) -> u32 {
        PERIOD
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        self.seal(this_period(), plain)
    }

    fn decrypt(&self, cipher: &[u8]) -> Option<Vec<u8>> {
        self.open(this_period(), cipher)
    }
}

impl fmt::Debug for Tickets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The keys are nobody's business.
        f.debug_struct("Tickets").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker(period: u32) -> Tickets {
        Tickets {
            keys: Mutex::new(Keys::new(period, [7; 32])),
            random: SystemRandom::new(),
        }
    }

    #[test]
    fn a_ticket_is_good_in_every_worker_for_its_period_and_the_next() {
        let (one, other) = (worker(100), worker(100));
        let early = one.seal(100, b"session").unwrap();
        let late = one.seal(103, b"later").unwrap();
        assert_eq!(other.open(100, &early).unwrap(), b"session");
        assert_eq!(other.open(101, &early).unwrap(), b"session");
        assert_eq!(other.open(102, &early), None);
        assert_eq!(other.open(103, &late).unwrap(), b"later", "rotated in step");
        assert_eq!(other.open(100, &early), None, "there is no way back");
    }

    #[test]
    fn a_ticket_that_was_changed_anywhere_is_none() {
        let tickets = worker(100);
        let ticket = tickets.seal(100, b"session").unwrap();
        assert_ne!(ticket, tickets.seal(100, b"session").unwrap());
        for place in 0..ticket.len() {
            let mut changed = ticket.clone();
            changed[place] ^= 1;
            assert_eq!(tickets.open(101, &changed), None, "byte {place}");
            assert_eq!(tickets.open(101, &ticket[..place]), None);
        }
    }
}

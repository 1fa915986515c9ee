//! The body of a request: whole, or piece by piece. It is complete when the
//! handler starts, so nothing here waits.

use bytes::Bytes;

use super::Request;
use crate::server::errors;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::value::Str;

/// How much of the body is left, and in which form.
pub(super) enum Content {
    /// As the server received it.
    Received(Bytes),
    /// As PHP has it, so that it is copied once however often it is asked for.
    Text(Str),
    /// `readBody()` was called; what follows the offset is still to be read.
    Reading(Str, usize),
    /// Read to its end.
    Read,
}

impl Default for Content {
    fn default() -> Self {
        Self::Received(Bytes::new())
    }
}

impl Request {
    /// The body while nobody has begun to read it; then `None`.
    ///
    /// The string is made outside the borrow: the engine jumps out when memory
    /// runs out, and would leave the cell borrowed for ever.
    pub(super) fn whole_body(&self) -> Option<Str> {
        let received = match &*self.content.borrow() {
            Content::Received(bytes) => bytes.clone(),
            Content::Text(text) => return Some(text.clone()),
            Content::Reading(..) | Content::Read => return None,
        };
        let text = Str::new(&received);
        if !received.is_empty() {
            self.content.replace(Content::Text(text.clone()));
        }
        Some(text)
    }

    fn body_length(&self) -> usize {
        match &*self.content.borrow() {
            Content::Received(bytes) => bytes.len(),
            Content::Text(text) => text.as_bytes().len(),
            Content::Reading(..) | Content::Read => 0,
        }
    }

    /// The next `most` bytes at most; `None` at the end.
    fn read(&self, most: usize) -> Option<Str> {
        let (text, offset) = match self.whole_body() {
            Some(text) => (text, 0),
            None => match &*self.content.borrow() {
                Content::Reading(text, offset) => (text.clone(), *offset),
                _ => return None,
            },
        };
        let rest = text.as_bytes().get(offset..).unwrap_or_default();
        if rest.is_empty() {
            self.content.replace(Content::Read);
            return None;
        }
        if rest.len() > most {
            let piece = Str::new(&rest[..most]);
            self.content.replace(Content::Reading(text, offset + most));
            return Some(piece);
        }
        let piece = if offset == 0 {
            text.clone()
        } else {
            Str::new(rest)
        };
        self.content.replace(Content::Read);
        Some(piece)
    }
}

pub(super) fn get_body(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let body = call.this::<Request>().whole_body();
    call.give_string(body.unwrap_or_else(|| Str::new(b"")));
    Ok(())
}

pub(super) fn has_body(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<Request>().body_length() > 0);
    Ok(())
}

/// The body is there before the handler is.
pub(super) fn await_body(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_this();
    Ok(())
}

pub(super) fn read_body(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let most = call.int_or(0, 65536)?;
    let most = match usize::try_from(most) {
        Ok(most) if most > 0 => most,
        _ => {
            return Err(errors::invalid(&format!(
                "HttpRequest::readBody(): maxLen must be at least 1, {most} given"
            )));
        }
    };
    if let Some(piece) = call.this::<Request>().read(most) {
        call.give_string(piece);
    }
    Ok(())
}

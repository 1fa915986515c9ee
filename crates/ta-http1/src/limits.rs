//! How much of a peer's input is accepted before it is refused. Only numbers live here; who
//! exceeds which of them is decided where the bytes are read.

/// Bounds on one request. Exceeding one of them ends in the [`Refusal`](crate::Refusal)
/// named with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest request target in bytes; 414 beyond. Default 8192.
    pub target: usize,
    /// Longest field name in bytes; 431 beyond. Default 1024.
    pub field_name: usize,
    /// Longest field value in bytes, surrounding whitespace not counted; 431 beyond.
    /// Default 8192.
    pub field_value: usize,
    /// All field values of one head together, in bytes; 431 beyond. It bounds the trailer
    /// section of a chunked body too. Default 65536.
    pub field_values_total: usize,
    /// Number of field lines in a head, 0 to 256 (larger settings mean 256); 431 beyond.
    /// Default 256.
    pub fields: usize,
    /// Largest request body in bytes after the chunked coding is removed; 413 beyond.
    /// Default 10 MiB.
    pub body: u64,
}

/// The stack array handed to httparse holds so many fields at most.
pub(crate) const MAX_FIELDS: usize = 256;

/// No single length in a head may exceed this, whatever the settings say, so that offsets
/// into a head fit 32 bits with room to spare.
const MAX_LENGTH: usize = 16 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            target: 8192,
            field_name: 1024,
            field_value: 8192,
            field_values_total: 65536,
            fields: MAX_FIELDS,
            body: 10 << 20,
        }
    }
}

impl Limits {
    /// The same limits with every length brought into the range this crate can represent.
    pub(crate) fn clamped(self) -> Self {
        Self {
            target: self.target.min(MAX_LENGTH),
            field_name: self.field_name.min(MAX_LENGTH),
            field_value: self.field_value.min(MAX_LENGTH),
            field_values_total: self.field_values_total.min(MAX_LENGTH),
            fields: self.fields.min(MAX_FIELDS),
            body: self.body,
        }
    }

    /// Bytes a whole head may take on the wire. The single limits would admit 256 names of
    /// 1 KiB each; real heads have names of a dozen bytes, so the bound allows 64 per field
    /// on average (name, colon, whitespace, line end) and one name of full length.
    pub(crate) fn head(&self) -> usize {
        const REQUEST_LINE_EXTRA: usize = 256;
        const FIELD_EXTRA: usize = 64;
        REQUEST_LINE_EXTRA
            + self.target
            + self.field_name
            + self.field_values_total
            + self.fields * FIELD_EXTRA
    }
}

//! `TrueAsync\SendFileOptions`: how `HttpResponse::sendFile()` sends a file.
//! A bag of readonly properties; they are looked at when they are used.

use ta_server::files::{Disposition, SendOptions, Tags};

use super::errors::SEND_FILE_DISPOSITION;
use crate::zend::call::Call;
use crate::zend::class::{
    self, Class, Definition, Function, Param, Property, Slot, Type, function,
};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{zend_object, zval};
use crate::zend::value::{self, Obj, Str};

/// `TrueAsync\SendFileOptions`.
pub(crate) static CLASS: Class<()> = Class::new();

/// The properties, in the order of the constructor's parameters.
static SLOTS: [Slot; 11] = [const { Slot::new() }; 11];

const TEXT: Type = Type::STRING.or_null();
const DISPOSITION: Type = Type::object(c"TrueAsync\\SendFileDisposition");
const STATUS: Type = Type::INT.or_null();

static PROPERTIES: &[Property] = &[
    Property::readonly(c"contentType", TEXT, &SLOTS[0]),
    Property::readonly(c"disposition", DISPOSITION, &SLOTS[1]),
    Property::readonly(c"downloadName", TEXT, &SLOTS[2]),
    Property::readonly(c"cacheControl", TEXT, &SLOTS[3]),
    Property::readonly(c"etag", Type::BOOL, &SLOTS[4]),
    Property::readonly(c"lastModified", Type::BOOL, &SLOTS[5]),
    Property::readonly(c"acceptRanges", Type::BOOL, &SLOTS[6]),
    Property::readonly(c"precompressed", Type::BOOL, &SLOTS[7]),
    Property::readonly(c"conditional", Type::BOOL, &SLOTS[8]),
    Property::readonly(c"deleteAfterSend", Type::BOOL, &SLOTS[9]),
    Property::readonly(c"status", STATUS, &SLOTS[10]),
];

const METHODS: &[Function] = &[function!(
    c"__construct",
    construct,
    [
        Param::optional(c"contentType", TEXT, c"null"),
        Param::optional(
            c"disposition",
            DISPOSITION,
            c"TrueAsync\\SendFileDisposition::INLINE"
        ),
        Param::optional(c"downloadName", TEXT, c"null"),
        Param::optional(c"cacheControl", TEXT, c"null"),
        Param::optional(c"etag", Type::BOOL, c"true"),
        Param::optional(c"lastModified", Type::BOOL, c"true"),
        Param::optional(c"acceptRanges", Type::BOOL, c"true"),
        Param::optional(c"precompressed", Type::BOOL, c"true"),
        Param::optional(c"conditional", Type::BOOL, c"true"),
        Param::optional(c"deleteAfterSend", Type::BOOL, c"false"),
        Param::optional(c"status", STATUS, c"null"),
    ],
    Type::NONE
)];

/// Registers the class.
pub(super) fn register() {
    CLASS.register_plain(&Definition {
        methods: METHODS,
        properties: PROPERTIES,
        is_final: true,
        is_readonly: true,
        closed: true,
        ..Definition::named("TrueAsync\\SendFileOptions")
    });
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(0, 11)?;
    let text = |index| -> Outcome<zval> {
        Ok(call
            .string_or_null(index)?
            .map_or_else(zval::null, value::string_zval))
    };
    let switch = |index, default| -> Outcome<zval> {
        let mut value = zval::new();
        value.set_bool(call.bool_or(index, default)?);
        Ok(value)
    };
    let disposition = if call.argc() > 1 {
        let case = call.object(1, SEND_FILE_DISPOSITION.entry())?;
        // SAFETY: the argument is alive during the call.
        unsafe { Obj::share(case) }
    } else {
        class::case(&SEND_FILE_DISPOSITION, c"INLINE")
    };
    let mut status = zval::null();
    // SAFETY: a live argument, if it was given.
    if call.argc() > 10 && !unsafe { (*call.raw(10)).dereference().is_null() } {
        status.set_long(call.int(10)?);
    }
    let values = [
        text(0)?,
        value::object_zval(disposition),
        text(2)?,
        text(3)?,
        switch(4, true)?,
        switch(5, true)?,
        switch(6, true)?,
        switch(7, true)?,
        switch(8, true)?,
        switch(9, false)?,
        status,
    ];
    // SAFETY: `$this` is of our class, and alive during the call.
    let this = unsafe { Obj::share(call.this_object()) };
    // SAFETY: as above. A tag of 0 is that of a property never set.
    if unsafe { (*SLOTS[0].of(this.as_ptr())).u1.type_info } & 0xff != 0 {
        // SAFETY: the engine's class lives for the process.
        let error = unsafe { ext_php_rs::ffi::zend_ce_error };
        let message = "Cannot modify readonly property TrueAsync\\SendFileOptions::$contentType";
        return Err(exception::throw(error, message));
    }
    for (slot, value) in SLOTS.iter().zip(values) {
        // SAFETY: as above; the property was never set.
        unsafe { slot.fill(&this, value) };
    }
    Ok(())
}

/// What the properties of an object say; of one whose constructor never ran, what
/// they would say by default.
///
/// # Safety
/// `object` is a live `SendFileOptions`.
pub(super) unsafe fn read(object: *mut zend_object) -> SendOptions {
    // SAFETY: the caller vouches for the object, whose properties are typed.
    let property = |index: usize| unsafe { (*SLOTS[index].of(object)).dereference() };
    let text = |index| {
        let value = property(index);
        value.is_string().then(|| {
            // SAFETY: a string zval holds a live string, and keeps it.
            let string = unsafe { Str::share(value.value.str_) };
            string.as_bytes().to_vec()
        })
    };
    let switch = |index, default| property(index).bool().unwrap_or(default);
    let mut options = SendOptions::default();
    let attachment = class::case(&SEND_FILE_DISPOSITION, c"ATTACHMENT");
    let disposition = property(1);
    // SAFETY: of an object zval the object is the value.
    if disposition.is_object() && unsafe { disposition.value.obj } == attachment.as_ptr() {
        options.disposition = Disposition::Attachment;
    }
    options.content_type = text(0);
    options.download_name = text(2);
    options.cache_control = text(3);
    if !switch(4, true) {
        options.tags = Tags::Off;
    }
    options.last_modified = switch(5, true);
    options.ranges = switch(6, true);
    options.precompressed = switch(7, true);
    options.conditional = switch(8, true);
    options.delete = switch(9, false);
    // 0 is refused like every other number that is no status.
    options.status = property(10)
        .long()
        .map(|status| u16::try_from(status).unwrap_or(0));
    options
}

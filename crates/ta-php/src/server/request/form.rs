//! The fields and files of a form sent as the body of a request, as PHP arrays.

use ta_codec::forms::{Key, Path, Step};
use ta_server::uploads::{Field, Form, Upload};

use super::{Request, query};
use crate::server::uploaded_file;
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::ffi::{self, zval};
use crate::zend::value::{self, Str};

const URL_ENCODED: &[u8] = b"application/x-www-form-urlencoded";

/// Brackets in the name of a file that are looked at here; the engine has a limit of
/// its own.
const DEPTH: usize = 64;

impl Request {
    /// The parsed form, parsed at the first call; empty for other bodies, and for one
    /// that has not arrived.
    fn post(&self) -> zval {
        if let Some(post) = &*self.post.borrow() {
            return post.shallow_clone();
        }
        let form = self.form.borrow_mut().as_mut().map(take_fields);
        let post = match form {
            Some(fields) => fields_array(&fields),
            None => match self.whole_body() {
                Some(body) if self.is_url_encoded() => query::parse(body.as_bytes()),
                Some(_) => Array::with_capacity(0).into_zval(),
                None => return Array::with_capacity(0).into_zval(),
            },
        };
        self.post.replace(Some(post.shallow_clone()));
        post
    }

    /// The uploaded files, made objects at the first call.
    fn files(&self) -> zval {
        if let Some(files) = &*self.files.borrow() {
            return files.shallow_clone();
        }
        if let Some(form) = &mut *self.form.borrow_mut() {
            form.files.reverse();
        }
        let mut files = Array::with_capacity(0);
        // One by one: should memory run out in the middle, the others still
        // belong to the form, which deletes them.
        while let Some(file) = self.take_last_file() {
            add_file(&mut files, file);
        }
        let files = files.into_zval();
        self.files.replace(Some(files.shallow_clone()));
        files
    }

    fn take_last_file(&self) -> Option<Upload> {
        self.form.borrow_mut().as_mut()?.files.pop()
    }

    /// Whether the media type says so; types compare without case and
    /// parameters (RFC 9110 §8.3.1).
    fn is_url_encoded(&self) -> bool {
        let Some(value) = self.head().field("content-type") else {
            return false;
        };
        let media_type = value.split(|&byte| byte == b';').next().unwrap_or_default();
        media_type
            .trim_ascii_end()
            .eq_ignore_ascii_case(URL_ENCODED)
    }
}

fn take_fields(form: &mut Box<Form>) -> Vec<Field> {
    std::mem::take(&mut form.fields)
}

fn fields_array(fields: &[Field]) -> zval {
    let mut array = Array::with_capacity(fields.len()).into_zval();
    for field in fields {
        register(
            &field.name,
            value::string_zval(Str::new(&field.value)),
            &mut array,
        );
    }
    array
}

/// Puts `value` where a variable of this name goes, by the engine's rules.
fn register(name: &[u8], value: zval, array: &mut zval) {
    let mut value = std::mem::ManuallyDrop::new(value);
    // The engine wants a C string; a name ends at its first NUL byte.
    let name = Str::new(name);
    // SAFETY: the engine's strings end with a NUL byte; the array is ours alone and
    // takes over the reference in `value`.
    unsafe {
        ffi::ta_register_variable(
            (&raw const (*name.as_ptr()).val).cast(),
            &raw mut *value,
            array,
        );
    }
}

/// Puts a file where its field name says: under `name[]` into a list, under a plain
/// name by itself, or into a list when the name comes again. Other brackets nest as for
/// fields.
fn add_file(array: &mut Array, mut file: Upload) {
    let mut name = std::mem::take(&mut file.name);
    let original = name.clone();
    let object = value::object_zval(uploaded_file::instantiate(file));
    let steps: Vec<_> = Path::new(&mut name, DEPTH).take(3).collect();
    match steps[..] {
        [Step::Assign(Key::Named(base))] => put(array, base, object, false),
        [Step::Enter(Key::Named(base)), Step::Assign(Key::Next)] => put(array, base, object, true),
        _ => array.modify(|array| register(&original, object, array)),
    }
}

fn put(array: &mut Array, name: &[u8], object: zval, as_list: bool) {
    let name = Str::new(name);
    let before = array.get(&name);
    if let Some(list) = before.filter(|before| before.is_array()) {
        let mut object = std::mem::ManuallyDrop::new(object);
        // SAFETY: the list is in an array that is ours alone; it takes over the
        // reference in `object`.
        unsafe { ffi::ta_list_push(list, &raw mut *object) };
        return;
    }
    let before = array.get(&name).map(|before| before.shallow_clone());
    if before.is_none() && !as_list {
        array.set(&name, object);
        return;
    }
    let mut list = Array::with_capacity(2);
    if let Some(before) = before {
        list.push(before);
    }
    list.push(object);
    array.set(&name, list.into_zval());
}

/// The first file in what is found under a name.
fn first(value: &zval) -> Option<zval> {
    if value.is_object() {
        return Some(value.shallow_clone());
    }
    if !value.is_array() {
        return None;
    }
    // SAFETY: a live array, which nobody changes meanwhile.
    unsafe { (*value.value.arr).values().find_map(first) }
}

pub(super) fn get_post(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give(call.this::<Request>().post());
    Ok(())
}

pub(super) fn get_files(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give(call.this::<Request>().files());
    Ok(())
}

pub(super) fn get_file(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let name = call.string(0)?;
    let files = call.this::<Request>().files();
    // SAFETY: `files` is an array that lives as long as the element is used.
    let found = unsafe { ffi::ta_array_find(files.value.arr, name.as_ptr()).as_ref() };
    if let Some(file) = found.and_then(first) {
        call.give(file);
    }
    Ok(())
}

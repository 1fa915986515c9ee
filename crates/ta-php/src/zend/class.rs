//! Declaring classes, methods and functions.
//!
//! A class is described by constants (name, parent, methods with typed
//! parameters) and registered once at module start. The description reads like
//! the PHP stub it implements, and reflection reports it faithfully.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_int, c_void};
use std::marker::PhantomData;
use std::mem::{MaybeUninit, offset_of};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, PoisonError};

use ext_php_rs::ffi as php;

use super::ffi::{
    self, zend_class_entry, zend_execute_data, zend_object, zend_object_handlers, zval,
};

mod enums;
mod properties;
mod signature;
mod trace;

pub(crate) use enums::{case, register_int_enum, register_pure_enum, register_string_enum};
pub(crate) use properties::{Property, Slot, declare_readonly};
pub(crate) use signature::{Function, Native, Param, Type};
pub(crate) use trace::{Refs, Traced, references};

/// Declares a [`Function`] whose body is `fn(&Call<'_>) -> Outcome`.
///
/// `function!(c"name", body, [params…], RETURN)`, optionally followed by extra
/// flags such as `STATIC_METHOD`. Parameters that several functions share can be
/// the name of a constant array.
macro_rules! function {
    ($name:expr, $body:path, $params:tt, $returns:expr) => {
        $crate::zend::class::function!($name, $body, $params, $returns, 0)
    };
    ($name:expr, $body:path, $params:tt, $returns:expr, $flags:expr) => {{
        extern "C" fn native(
            frame: *mut $crate::zend::ffi::zend_execute_data,
            result: *mut $crate::zend::ffi::zval,
        ) {
            $crate::zend::call::enter(frame, result, $body);
        }
        $crate::zend::class::Function {
            name: $name,
            body: Some(native),
            params: &$params,
            returns: $returns,
            flags: $crate::zend::class::visible($flags),
        }
    }};
}
pub(crate) use function;

/// A method of an interface.
pub(crate) const fn abstract_function(
    name: &'static CStr,
    params: &'static [Param],
    returns: Type,
) -> Function {
    Function {
        name,
        body: None,
        params,
        returns,
        flags: php::ZEND_ACC_PUBLIC | php::ZEND_ACC_ABSTRACT,
    }
}

pub(crate) const STATIC_METHOD: u32 = php::ZEND_ACC_STATIC;
pub(crate) const PRIVATE: u32 = php::ZEND_ACC_PRIVATE;

/// Public unless said otherwise.
pub(crate) const fn visible(flags: u32) -> u32 {
    if flags & PRIVATE != 0 {
        flags
    } else {
        flags | php::ZEND_ACC_PUBLIC
    }
}

const FINAL: u32 = php::ZEND_ACC_FINAL;
const SEALED: u32 = FINAL | php::ZEND_ACC_NO_DYNAMIC_PROPERTIES | php::ZEND_ACC_NOT_SERIALIZABLE;

/// What a class is made of besides its state.
pub(crate) struct Definition {
    pub(crate) name: &'static str,
    pub(crate) methods: &'static [Function],
    pub(crate) properties: &'static [Property],
    pub(crate) parent: Option<*mut zend_class_entry>,
    pub(crate) interfaces: &'static [fn() -> *mut zend_class_entry],
    /// Final, not cloneable, not serialisable, without dynamic properties.
    pub(crate) sealed: bool,
    /// Without dynamic properties; implied by `sealed`.
    pub(crate) closed: bool,
    /// Not serialisable, nor are classes derived from it; implied by `sealed`.
    pub(crate) unserializable: bool,
    pub(crate) is_final: bool,
    /// All properties are, and reflection says so.
    pub(crate) is_readonly: bool,
}

impl Definition {
    pub(crate) const fn named(name: &'static str) -> Self {
        Self {
            name,
            methods: &[],
            properties: &[],
            parent: None,
            interfaces: &[],
            sealed: false,
            closed: false,
            unserializable: false,
            is_final: false,
            is_readonly: false,
        }
    }
}

/// A registered class whose instances carry a `T`.
pub(crate) struct Class<T> {
    entry: AtomicPtr<zend_class_entry>,
    handlers: UnsafeCell<MaybeUninit<zend_object_handlers>>,
    state: PhantomData<fn() -> T>,
}

// SAFETY: both cells are written at module start, before any other thread of
// the process runs PHP code, and only read afterwards.
unsafe impl<T> Sync for Class<T> {}

/// A native object: Rust state in front of the engine's part.
#[repr(C)]
struct Holder<T> {
    state: T,
    object: zend_object,
}

impl<T> Class<T> {
    pub(crate) const fn new() -> Self {
        Self {
            entry: AtomicPtr::new(ptr::null_mut()),
            handlers: UnsafeCell::new(MaybeUninit::uninit()),
            state: PhantomData,
        }
    }

    /// The engine's class entry.
    pub(crate) fn entry(&self) -> *mut zend_class_entry {
        let entry = self.entry.load(Ordering::Relaxed);
        debug_assert!(!entry.is_null(), "the class is registered at module start");
        entry
    }

    /// Registers a class without native state: exceptions.
    pub(crate) fn register_plain(&self, definition: &Definition) {
        self.entry.store(register(definition), Ordering::Relaxed);
    }

    /// Adopts a class that was registered by other means.
    pub(crate) fn set_entry(&self, entry: *mut zend_class_entry) {
        self.entry.store(entry, Ordering::Relaxed);
    }
}

/// Enumerates the values a native object refers to, for the cycle collector.
pub(crate) type Trace =
    unsafe extern "C" fn(*mut zend_object, *mut *mut zval, *mut c_int) -> *mut ffi::HashTable;

/// State of a native class.
pub(crate) trait State: Sized + 'static {
    /// The class whose instances carry this state.
    fn class() -> &'static Class<Self>;
    /// The state of a new instance; `None` when only the extension makes them.
    fn fresh() -> Self;
}

impl<T: State> Class<T> {
    /// Registers a class whose objects carry a `T`.
    pub(crate) fn register(&self, definition: &Definition, trace: Option<Trace>) {
        self.register_with(definition, trace, None);
    }

    /// [`Class::register`] with a destructor, which may throw.
    pub(crate) fn register_with(
        &self,
        definition: &Definition,
        trace: Option<Trace>,
        destroy: Option<unsafe extern "C" fn(*mut zend_object)>,
    ) {
        let entry = register(definition);
        // SAFETY: module start: nobody else reads the handlers yet, and `entry`
        // was just registered.
        unsafe {
            let handlers = (*self.handlers.get()).as_mut_ptr();
            ptr::copy_nonoverlapping(ffi::ta_std_handlers(), handlers, 1);
            // The field's type differs between engine versions.
            (*handlers).offset = offset_of!(Holder<T>, object) as _;
            (*handlers).free_obj = Some(free::<T>);
            (*handlers).clone_obj = None;
            if destroy.is_some() {
                (*handlers).dtor_obj = destroy;
            }
            if trace.is_some() {
                (*handlers).get_gc = trace;
            }
            (*entry).__bindgen_anon_2.create_object = Some(create::<T>);
        }
        self.entry.store(entry, Ordering::Relaxed);
    }

    /// Has `var_dump()` and the like show what `T` says of itself.
    pub(crate) fn show(&self)
    where
        T: Debug,
    {
        // SAFETY: module start: nobody else reads the handlers yet.
        unsafe { (*(*self.handlers.get()).as_mut_ptr()).get_debug_info = Some(debug_info::<T>) }
    }

    fn handlers(&self) -> *const zend_object_handlers {
        self.handlers.get().cast()
    }

    /// Makes an instance with `state`, without calling a constructor.
    pub(crate) fn instantiate(&self, state: T) -> super::value::Obj {
        // SAFETY: the class is registered; the returned object has one
        // reference, which is ours.
        unsafe { super::value::Obj::adopt(allocate(self.entry(), state)) }
    }
}

/// The state of a native object.
///
/// # Safety
/// `object` is an instance of `T`'s class and stays alive for `'a`.
pub(crate) unsafe fn state_of<'a, T: State>(object: *mut zend_object) -> &'a T {
    // SAFETY: instances of the class were allocated by `allocate::<T>`, which
    // puts the state at this distance in front of the object.
    unsafe { &*object.byte_sub(offset_of!(Holder<T>, object)).cast::<T>() }
}

/// State that can describe itself.
pub(crate) trait Debug: State {
    /// Names and values, as `var_dump()` shows them. Runs no user code.
    fn debug(&self) -> super::array::Array;
}

unsafe extern "C" fn debug_info<T: Debug>(
    object: *mut zend_object,
    is_temporary: *mut c_int,
) -> *mut ffi::HashTable {
    // SAFETY: the engine asks an object of our class, and takes over the array.
    unsafe {
        *is_temporary = 1;
        state_of::<T>(object).debug().into_raw()
    }
}

unsafe extern "C" fn create<T: State>(class: *mut zend_class_entry) -> *mut zend_object {
    // SAFETY: the engine calls this with our class or one derived from it.
    unsafe { allocate(class, T::fresh()) }
}

unsafe fn allocate<T: State>(class: *mut zend_class_entry, state: T) -> *mut zend_object {
    // SAFETY: the engine allocates room for the holder and the class's declared
    // properties; both parts are initialised before anyone sees the object.
    unsafe {
        let holder = ffi::ta_object_alloc(size_of::<Holder<T>>(), class).cast::<Holder<T>>();
        (&raw mut (*holder).state).write(state);
        let object = &raw mut (*holder).object;
        ffi::ta_object_init(object, class, T::class().handlers());
        object
    }
}

unsafe extern "C" fn free<T: State>(object: *mut zend_object) {
    // SAFETY: called once, by the engine, for an object of our making.
    unsafe {
        object
            .byte_sub(offset_of!(Holder<T>, object))
            .cast::<T>()
            .drop_in_place();
        php::zend_object_std_dtor(object);
    }
}

fn register(definition: &Definition) -> *mut zend_class_entry {
    let name = definition.name;
    let methods = kept_table(definition.methods);
    // SAFETY: module start, on the only thread. A zeroed class entry with name
    // and methods is what INIT_CLASS_ENTRY makes.
    unsafe {
        let mut entry: zend_class_entry = MaybeUninit::zeroed().assume_init();
        entry.name = ffi::ta_string_interned(name.as_ptr(), name.len());
        entry.info.internal.builtin_functions = methods;
        let parent = definition.parent.unwrap_or(ptr::null_mut());
        let class = php::zend_register_internal_class_ex(&raw mut entry, parent);
        for interface in definition.interfaces {
            ffi::zend_class_implements(class, 1, interface());
        }
        for (wanted, flags) in [
            (definition.sealed, SEALED),
            (definition.closed, php::ZEND_ACC_NO_DYNAMIC_PROPERTIES),
            (definition.unserializable, php::ZEND_ACC_NOT_SERIALIZABLE),
            (definition.is_final, FINAL),
            (definition.is_readonly, php::ZEND_ACC_READONLY_CLASS),
        ] {
            if wanted {
                (*class).ce_flags |= flags;
            }
        }
        for property in definition.properties {
            property.declare(class);
        }
        class
    }
}

/// Registers an interface.
pub(crate) fn register_interface(cell: &Class<()>, definition: &Definition) {
    let methods = kept_table(definition.methods);
    let name = definition.name;
    // SAFETY: as in `register`.
    unsafe {
        let mut entry: zend_class_entry = MaybeUninit::zeroed().assume_init();
        entry.name = ffi::ta_string_interned(name.as_ptr(), name.len());
        entry.info.internal.builtin_functions = methods;
        let class = php::zend_register_internal_interface(&raw mut entry);
        for interface in definition.interfaces {
            ffi::zend_class_implements(class, 1, interface());
        }
        cell.set_entry(class);
    }
}

/// Keeps a registered interface for classes of the extension: a user class that
/// implements it, directly or through another interface, is a fatal error.
pub(crate) fn reserve_interface(cell: &Class<()>) {
    // SAFETY: module start; the interface is registered and nothing implements it yet.
    unsafe { ffi::ta_interface_reserve(cell.entry()) }
}

/// Registers free functions, by their full names.
pub(crate) fn register_functions(functions: &'static [Function]) -> bool {
    unsafe extern "C" {
        fn zend_register_functions(
            scope: *mut zend_class_entry,
            functions: *const php::zend_function_entry,
            table: *mut ffi::HashTable,
            kind: c_int,
        ) -> c_int;
    }
    // SAFETY: module start; the table is never freed. MODULE_PERSISTENT.
    unsafe {
        zend_register_functions(
            ptr::null_mut(),
            kept_table(functions),
            ptr::null_mut(),
            php::MODULE_PERSISTENT as c_int,
        ) == 0
    }
}

/// What the engine was given to keep. Reachable from here, so that a leak
/// checker does not take it for lost.
static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// A table that is never freed.
struct Kept(#[expect(dead_code, reason = "only there to be found")] *const c_void);

// SAFETY: nobody ever looks behind the pointer.
unsafe impl Send for Kept {}

/// Moves a table to where it stays for the life of the process.
fn keep<T>(table: Vec<T>) -> *const T {
    let table = table.leak().as_ptr();
    KEPT.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(Kept(table.cast()));
    table
}

/// The engine's form of `functions`. It reads the entries during registration
/// and keeps the argument tables for the life of the process.
fn kept_table(functions: &'static [Function]) -> *const php::zend_function_entry {
    let mut table: Vec<php::zend_function_entry> = functions.iter().map(entry_of).collect();
    // SAFETY: an all-zero entry ends the table.
    table.push(unsafe { MaybeUninit::zeroed().assume_init() });
    keep(table)
}

fn entry_of(function: &'static Function) -> php::zend_function_entry {
    let required = function
        .params
        .iter()
        .take_while(|p| p.default.is_none() && !p.variadic)
        .count();
    let mut info = Vec::with_capacity(function.params.len() + 1);
    info.push(php::zend_internal_arg_info {
        // The first record's name field is the number of required parameters.
        name: ptr::without_provenance(required),
        type_: function.returns.to_zend(0),
        default_value: ptr::null(),
    });
    for param in function.params {
        let variadic = if param.variadic {
            php::_ZEND_IS_VARIADIC_BIT
        } else {
            0
        };
        info.push(php::zend_internal_arg_info {
            name: param.name.as_ptr(),
            type_: param.ty.to_zend(variadic),
            default_value: param.default.map_or(ptr::null(), CStr::as_ptr),
        });
    }
    // SAFETY: zero is valid for every field; the ones that matter are set below.
    let mut entry: php::zend_function_entry = unsafe { MaybeUninit::zeroed().assume_init() };
    entry.fname = function.name.as_ptr();
    // SAFETY: the engine's handler type differs only in its unsafety.
    entry.handler = function.body.map(|body| unsafe {
        std::mem::transmute::<Native, unsafe extern "C" fn(*mut zend_execute_data, *mut zval)>(body)
    });
    entry.num_args = function.params.len() as u32;
    entry.flags = function.flags as _;
    entry.arg_info = keep(info);
    entry
}

//! How connections of one pool are made, tested, reset and ended: its hooks.
//!
//! Everything a connection is given after it was opened (attributes, functions for SQL)
//! is kept here, so that those to come get it as well.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ta_coro::PoolHooks;

use super::connection::Connection;
use super::ffi;
use super::options::Options;
use super::throw;
use crate::async_api::pool::Strategist;
use crate::coroutine::{Php, Value};
use crate::zend::class::Refs;
use crate::zend::exception::{self, Outcome, Thrown};
use crate::zend::ffi::{zend_object, zval};
use crate::zend::value::{self, Obj, Str};

/// See the module.
pub(super) struct Plan {
    pub(super) options: Options,
    attributes: RefCell<Vec<Attribute>>,
    /// The stamp of the attribute that was set last.
    stamp: Cell<u64>,
    functions: RefCell<Vec<Function>>,
    /// A connection was made: there are no more functions to come.
    frozen: Cell<bool>,
    pub(super) strategist: Rc<Strategist>,
}

struct Attribute {
    number: i64,
    value: Value,
    stamp: u64,
}

/// A method to be called on every connection, which makes a function known to SQL.
struct Function {
    method: Str,
    /// What it is called by: two of the same kind, name and arity would be one.
    name: Vec<u8>,
    arity: u32,
    arguments: Vec<Value>,
}

impl Plan {
    pub(super) fn new(options: Options) -> Self {
        Self {
            options,
            attributes: RefCell::default(),
            stamp: Cell::new(0),
            functions: RefCell::default(),
            frozen: Cell::new(false),
            strategist: Rc::default(),
        }
    }

    /// Keeps an attribute for all connections. Returns its stamp.
    pub(super) fn set_attribute(&self, number: i64, value: zval) -> u64 {
        let stamp = self.stamp.get() + 1;
        self.stamp.set(stamp);
        let attribute = Attribute {
            number,
            value: Value::from_zval(value),
            stamp,
        };
        let earlier = {
            let mut attributes = self.attributes.borrow_mut();
            let at = attributes.iter().position(|one| one.number == number);
            let earlier = at.map(|at| attributes.remove(at));
            attributes.push(attribute);
            earlier
        };
        // May run a destructor.
        drop(earlier);
        stamp
    }

    /// Sets the attributes that the connection does not have yet. May wait.
    ///
    /// # Errors
    /// What PDO throws for one of them.
    pub(super) fn catch_up(&self, connection: &Connection) -> Outcome {
        let known = connection.stamp.get();
        if known == self.stamp.get() {
            return Ok(());
        }
        let missing: Vec<(i64, zval, u64)> = self
            .attributes
            .borrow()
            .iter()
            .filter(|attribute| attribute.stamp > known)
            .map(|attribute| (attribute.number, attribute.value.share(), attribute.stamp))
            .collect();
        connection.end_statements();
        for (number, value, stamp) in missing {
            let mut key = zval::new();
            key.set_long(number);
            call(connection.object(), b"setAttribute", &mut [key, value])?;
            connection.stamp.set(stamp);
        }
        Ok(())
    }

    /// Keeps a function for connections to come.
    ///
    /// # Errors
    /// Throws `PDOException` when there are connections already, or such a function.
    pub(super) fn register(&self, method: Str, arity: u32, arguments: &[zval]) -> Outcome {
        if self.frozen.get() {
            return Err(throw(
                "Functions and collations must be registered before the pool opens its first connection",
            ));
        }
        let name = match arguments.first() {
            Some(name) if name.is_string() => {
                // SAFETY: a string argument of the running call.
                unsafe { value::bytes_of(name.value.str_) }.to_ascii_lowercase()
            }
            _ => Vec::new(),
        };
        let kind = |method: &Str| method.as_bytes().ends_with(b"ollation");
        let known = self.functions.borrow().iter().any(|function| {
            function.name == name
                && function.arity == arity
                && kind(&function.method) == kind(&method)
        });
        if known {
            return Err(throw(&format!(
                "\"{}\" is already registered with this number of arguments",
                String::from_utf8_lossy(&name)
            )));
        }
        let arguments = arguments
            .iter()
            .map(|argument| Value::from_zval(argument.shallow_clone()))
            .collect();
        self.functions.borrow_mut().push(Function {
            method,
            name,
            arity,
            arguments,
        });
        Ok(())
    }

    /// Shows the cycle collector what the plan holds.
    pub(super) fn trace(&self, refs: &Refs) {
        refs.value(&self.options.rest);
        for attribute in self.attributes.borrow().iter() {
            refs.value(&attribute.value);
        }
        for function in self.functions.borrow().iter() {
            function.arguments.iter().for_each(|one| refs.value(one));
        }
        self.strategist.trace(refs);
    }

    fn connect(&self) -> Outcome<Obj> {
        let options = &self.options;
        let text = |text: &Option<Str>| text.clone().map_or_else(zval::new, value::string_zval);
        let mut arguments = [
            value::string_zval(options.dsn.clone()),
            text(&options.user),
            text(&options.password),
            options.rest.share(),
        ];
        // SAFETY: the class is PDO's own or a driver's; the arguments are ours until the
        // call is over. The object comes with its only reference.
        let object = unsafe {
            let object = ffi::ta_pdo_connect(options.class, 4, arguments.as_mut_ptr());
            if object.is_null() {
                return Err(Thrown);
            }
            Obj::adopt(object)
        };
        let connection = Connection::adopt(object.as_ptr(), options.driver, options.statements)
            .ok_or_else(|| throw("The connection cannot be pooled"))?;
        self.frozen.set(true);
        let functions: Vec<(Str, Vec<zval>)> = self
            .functions
            .borrow()
            .iter()
            .map(|function| {
                let arguments = function.arguments.iter().map(Value::share).collect();
                (function.method.clone(), arguments)
            })
            .collect();
        for (method, mut arguments) in functions {
            call(object.as_ptr(), method.as_bytes(), &mut arguments)?;
        }
        self.catch_up(&connection)?;
        Ok(object)
    }
}

/// Calls a method of a connection.
fn call(connection: *mut zend_object, method: &[u8], arguments: &mut [zval]) -> Outcome<bool> {
    // A handful.
    let count = arguments.len() as u32;
    // SAFETY: the connection is alive, and the arguments are ours until the call is over.
    let done = unsafe {
        ffi::ta_pdo_call(
            connection,
            method.as_ptr().cast(),
            method.len(),
            count,
            arguments.as_mut_ptr(),
        )
    };
    if exception::is_pending() {
        Err(Thrown)
    } else {
        Ok(done)
    }
}

/// The connection that a resource of the pool is; anybody can have put something else
/// into it through `getPool()`.
pub(super) fn connection_of(resource: &Value) -> Option<Rc<Connection>> {
    let object = resource.as_object()?;
    let is_pdo = {
        // SAFETY: the value holds the object; PDO exists where pooled objects do.
        unsafe { ffi::ta_pdo_is_one(object) }
    };
    is_pdo.then(|| Connection::of(object)).flatten()
}

/// The exception that is pending, taken.
fn taken(Thrown: Thrown) -> Obj {
    exception::take().unwrap_or_else(exception::panicked)
}

impl PoolHooks<Php> for Plan {
    fn create(&self) -> Result<Value, Obj> {
        self.connect()
            .map(|object| Value::from_zval(value::object_zval(object)))
            .map_err(taken)
    }

    fn destroy(&self, resource: Value) -> Result<(), Obj> {
        if let Some(connection) = connection_of(&resource)
            && !connection.is_usable()
        {
            connection.break_up();
        }
        drop(resource);
        Ok(())
    }

    fn is_healthy(&self, resource: &Value) -> Result<bool, Obj> {
        let Some(connection) = connection_of(resource).filter(|one| one.is_usable()) else {
            return Ok(false);
        };
        let mut query = [value::string_zval(Str::new(b"SELECT 1"))];
        let answered = call(connection.object(), b"query", &mut query).map_err(taken)?;
        Ok(answered && connection.is_usable())
    }

    fn may_lend(&self, resource: &Value) -> Result<bool, Obj> {
        Ok(connection_of(resource).is_some_and(|connection| connection.is_up()))
    }

    fn may_keep(&self, resource: &Value) -> Result<bool, Obj> {
        let Some(connection) = connection_of(resource) else {
            return Ok(false);
        };
        let kept = connection.statements() == 0 && connection.reset();
        if !kept {
            // Whatever PDO would still send when it frees the object is of no use.
            if !connection.is_usable() || connection.needs_reset() {
                connection.break_up();
            }
        }
        // Drivers can fail with an exception of their own, or be cancelled meanwhile.
        exception::take().map_or(Ok(kept), Err)
    }

    fn report(&self, verdict: Result<(), Option<Obj>>) -> Result<(), Obj> {
        self.strategist.report(verdict)
    }
}

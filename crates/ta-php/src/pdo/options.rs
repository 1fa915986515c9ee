//! What the constructor of a pooled object was told, checked.

use std::time::Duration;

use ext_php_rs::ffi as php;
use ta_coro::PoolLimits;

use super::throw;
use crate::coroutine::Value;
use crate::zend::exception::Outcome;
use crate::zend::ffi::{HashTable, zend_class_entry, zval};
use crate::zend::value::Str;

/// `PDO::ATTR_POOL_ENABLED`; the others follow. Far from the numbers of PDO (below
/// 1000) and of its drivers (from 1000 on): "TA" in the upper half.
pub(super) const ENABLED: i64 = 0x5441_0001;
const MIN: i64 = ENABLED + 1;
const MAX: i64 = ENABLED + 2;
const HEALTHCHECK_INTERVAL: i64 = ENABLED + 3;
const STMT_CACHE_SIZE: i64 = ENABLED + 4;

const DEFAULT_MAX: i64 = 10;

/// Drivers whose connections can be pooled, numbered as in the shim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Driver {
    Mysql = 0,
    Pgsql = 1,
    Sqlite = 2,
}

/// See the module.
pub(super) struct Options {
    pub(super) driver: Driver,
    /// PDO, or the driver's own class.
    pub(super) class: *mut zend_class_entry,
    pub(super) dsn: Str,
    pub(super) user: Option<Str>,
    pub(super) password: Option<Str>,
    /// An array: what is left of the options for PDO and its driver.
    pub(super) rest: Value,
    pub(super) limits: PoolLimits,
    /// Prepared statements kept per connection.
    pub(super) statements: usize,
}

impl Options {
    /// Reads the arguments of the constructor.
    ///
    /// # Errors
    /// Throws `PDOException` for what cannot be pooled, `ValueError` for sizes that make
    /// no sense.
    pub(super) fn read(
        class: *mut zend_class_entry,
        dsn: &[u8],
        user: Option<Str>,
        password: Option<Str>,
        options: &HashTable,
    ) -> Outcome<Self> {
        let dsn = resolve(dsn)?;
        let driver = driver_of(&dsn)?;
        let min = size(options, MIN, "ATTR_POOL_MIN", 0, 0)?;
        let max = size(options, MAX, "ATTR_POOL_MAX", DEFAULT_MAX, 1)?;
        if min > max {
            return Err(invalid(
                "PDO::ATTR_POOL_MIN must be less than or equal to PDO::ATTR_POOL_MAX",
            ));
        }
        let seconds = size(
            options,
            HEALTHCHECK_INTERVAL,
            "ATTR_POOL_HEALTHCHECK_INTERVAL",
            0,
            0,
        )?;
        let statements = size(options, STMT_CACHE_SIZE, "ATTR_POOL_STMT_CACHE_SIZE", 0, 0)?;
        Ok(Self {
            driver,
            class,
            dsn: Str::new(&dsn),
            user,
            password,
            rest: rest_of(options),
            limits: PoolLimits {
                min,
                max,
                check_every: (seconds > 0).then(|| Duration::from_secs(seconds as u64)),
            },
            statements,
        })
    }

    /// What `getAttribute()` says of a pool's option; `None` for those that cannot be
    /// read.
    pub(super) fn get(&self, attribute: i64) -> Option<zval> {
        let number = |number: usize| {
            let mut value = zval::new();
            value.set_long(i64::try_from(number).unwrap_or(i64::MAX));
            value
        };
        match attribute {
            ENABLED => Some(truth(true)),
            MIN => Some(number(self.limits.min)),
            MAX => Some(number(self.limits.max)),
            _ => None,
        }
    }
}

/// The same for an object without a pool.
pub(super) fn of_plain_object(attribute: i64) -> Option<zval> {
    matches!(attribute, ENABLED | MIN | MAX).then(|| truth(false))
}

fn truth(value: bool) -> zval {
    let mut truth = zval::new();
    truth.set_bool(value);
    truth
}

fn invalid(message: &str) -> crate::zend::exception::Thrown {
    // SAFETY: the engine's class exists for the life of the process.
    crate::zend::exception::throw(unsafe { php::zend_ce_value_error }, message)
}

/// The data source that a name in php.ini stands for, or the data source itself.
fn resolve(dsn: &[u8]) -> Outcome<Vec<u8>> {
    if dsn.starts_with(b"uri:") {
        return Err(throw(
            "PDO::ATTR_POOL_ENABLED cannot be used with a data source that is read from a URI",
        ));
    }
    if dsn.contains(&b':') {
        return Ok(dsn.to_vec());
    }
    let name = [b"pdo.dsn.", dsn, b"\0"].concat();
    let mut value = std::ptr::null_mut();
    // SAFETY: the name ends with a zero; what is found belongs to the configuration.
    let found = unsafe { php_cfg_get_string(name.as_ptr().cast(), &raw mut value) } == 0;
    if !found || value.is_null() {
        return Err(throw(
            "PDO::__construct(): Argument #1 ($dsn) must be a valid data source name",
        ));
    }
    // SAFETY: the configuration's strings end with a zero, and stay.
    Ok(unsafe { std::ffi::CStr::from_ptr(value) }
        .to_bytes()
        .to_vec())
}

unsafe extern "C" {
    #[link_name = "cfg_get_string"]
    fn php_cfg_get_string(
        name: *const std::ffi::c_char,
        value: *mut *mut std::ffi::c_char,
    ) -> std::ffi::c_int;
}

fn driver_of(dsn: &[u8]) -> Outcome<Driver> {
    let colon = dsn.iter().position(|byte| *byte == b':').unwrap_or(0);
    let (name, rest) = (&dsn[..colon], dsn.get(colon + 1..).unwrap_or_default());
    match name {
        b"mysql" => Ok(Driver::Mysql),
        b"pgsql" => Ok(Driver::Pgsql),
        b"sqlite" if is_private(rest) => Err(throw(
            "PDO::ATTR_POOL_ENABLED cannot be used with a private in-memory SQLite database: every connection would have its own; use a file or a shared-cache URI",
        )),
        b"sqlite" => Ok(Driver::Sqlite),
        _ => Err(throw(&format!(
            "PDO::ATTR_POOL_ENABLED is not supported by driver \"{}\"",
            String::from_utf8_lossy(name)
        ))),
    }
}

/// A SQLite database that only the connection sees that made it.
fn is_private(source: &[u8]) -> bool {
    let has = |text: &[u8]| source.windows(text.len()).any(|part| part == text);
    if source.starts_with(b"file:") {
        (has(b":memory:") || has(b"mode=memory")) && !has(b"cache=shared")
    } else {
        source.is_empty() || source == b":memory:"
    }
}

fn size(
    options: &HashTable,
    attribute: i64,
    name: &str,
    default: i64,
    least: i64,
) -> Outcome<usize> {
    let number = match options.get_index(attribute) {
        None => default,
        Some(value) => {
            let value = value.dereference();
            let number = value
                .long()
                .or_else(|| value.bool().map(i64::from))
                .or_else(|| value.str().and_then(|text| text.trim().parse().ok()));
            let Some(number) = number else {
                // SAFETY: the engine's class exists for the life of the process.
                let class = unsafe { php::zend_ce_type_error };
                return Err(crate::zend::exception::throw(
                    class,
                    &format!("PDO::{name} must be of type int"),
                ));
            };
            number
        }
    };
    usize::try_from(number)
        .ok()
        .filter(|_| number >= least)
        .ok_or_else(|| {
            invalid(&format!(
                "PDO::{name} must be greater than or equal to {least}"
            ))
        })
}

/// The options without those of the pool.
fn rest_of(options: &HashTable) -> Value {
    // SAFETY: a copy of a live array, which is ours alone until it is in the value.
    let copy = unsafe {
        let copy = php::zend_array_dup(std::ptr::from_ref(options).cast_mut());
        for attribute in ENABLED..=STMT_CACHE_SIZE {
            php::zend_hash_index_del(copy, attribute.cast_unsigned());
        }
        copy
    };
    let mut array = zval::new();
    array.value.arr = copy;
    array.u1.type_info = php::IS_ARRAY_EX;
    Value::from_zval(array)
}

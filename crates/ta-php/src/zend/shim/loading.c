/*
 * Code being loaded: classes by autoloaders, files and strings by the compiler.
 *
 * Nobody leaves in the middle. A second coroutine that wants the same class would
 * not find it, and the compiler's state, which is nested like calls, would be
 * mixed up: it runs user code too (error handlers at a deprecation, stream
 * wrappers that read the file), and does not look like compiling meanwhile.
 */
#include "shim.h"
#include "zend_compile.h"

/* How deep, and the frame that wanted the outermost. */
ZEND_TLS int ta_loading_depth;
ZEND_TLS const zend_execute_data *ta_loading_frame;

/* Returns what ta_loading_end() needs. */
int ta_loading_begin(void)
{
	int before = ta_loading_depth;
	if (before == 0) {
		ta_loading_frame = EG(current_execute_data);
	}
	ta_loading_depth = before + 1;
	return before;
}

void ta_loading_end(int before)
{
	ta_loading_depth = before;
}

/* Whatever was loading was cut off. */
void ta_loading_reset(void)
{
	ta_loading_depth = 0;
}

bool ta_is_loading(void)
{
	if (EXPECTED(ta_loading_depth == 0)) {
		return false;
	}
	for (const zend_execute_data *frame = EG(current_execute_data); frame; frame = frame->prev_execute_data) {
		if (frame == ta_loading_frame) {
			return true;
		}
	}
	/* A fatal error jumped out of it. */
	ta_loading_reset();
	return false;
}

static zend_class_entry *(*ta_engine_autoload)(zend_string *, zend_string *);

static zend_class_entry *ta_autoload(zend_string *name, zend_string *lower_name)
{
	int before = ta_loading_begin();
	zend_class_entry *class = ta_engine_autoload(name, lower_name);
	ta_loading_end(before);
	return class;
}

void ta_autoload_install(void)
{
	ta_engine_autoload = zend_autoload;
	if (ta_engine_autoload) {
		zend_autoload = ta_autoload;
	}
}

void ta_autoload_uninstall(void)
{
	if (zend_autoload == ta_autoload) {
		zend_autoload = ta_engine_autoload;
	}
}

/* Calls from native code into PHP that may fail in every way PHP code can. */
#include "guard.h"

/* Drops the pages that an abandoned call has put on the VM stack. */
static void ta_unwind_stack(zend_vm_stack page, zval *top, zval *end)
{
	while (EG(vm_stack) != page) {
		zend_vm_stack previous = EG(vm_stack)->prev;
		efree(EG(vm_stack));
		EG(vm_stack) = previous;
	}
	EG(vm_stack_top) = top;
	EG(vm_stack_end) = end;
}

bool ta_guard(void (*body)(void *), void *data)
{
	zend_execute_data *frame = EG(current_execute_data);
	zend_vm_stack page = EG(vm_stack);
	zval *top = EG(vm_stack_top), *end = EG(vm_stack_end);
	zend_fiber *fiber = EG(active_fiber);
	const zend_class_entry *scope = EG(fake_scope);
	zend_error_handling_t error_handling = EG(error_handling);
	uint32_t blocks = ta_blocks_lift();
	ta_blocks_add(blocks);
	zend_execute_data *floor = ta_context_raise_floor();
	ta_insides insides = ta_now;
	volatile bool completed = true;
	zend_try {
		body(data);
	} zend_catch {
		completed = false;
	} zend_end_try();
	ta_context_lower_floor(floor);
	if (!completed) {
		EG(current_execute_data) = frame;
		ta_fiber_calls_back(insides);
		EG(active_fiber) = fiber;
		EG(fake_scope) = (zend_class_entry *)scope;
		EG(error_handling) = error_handling;
		ta_blocks_lift();
		ta_blocks_add(blocks);
		ta_unwind_stack(page, top, end);
		CG(unclean_shutdown) = 0;
		ta_collector_resume();
		if (EG(exception)) {
			OBJ_RELEASE(EG(exception));
			EG(exception) = NULL;
		}
	}
	return completed;
}

typedef struct ta_calling {
	zend_fcall_info info;
	zend_fcall_info_cache *cache;
} ta_calling;

static void ta_call_it(void *data)
{
	ta_calling *calling = data;
	zend_call_function(&calling->info, calling->cache);
}

/* Calls it; false after a fatal error, whose frames are gone by then. An exception
 * is left pending. */
bool ta_callable_call(ta_callable *callable, uint32_t argc, zval *argv, zval *result)
{
	zend_fcall_info_cache cache = callable->cache;
	ta_calling calling = {
		.info = {
			.size = sizeof(calling.info),
			.retval = result,
			.params = argv,
			.param_count = argc,
		},
		.cache = callable->resolve_each_time ? NULL : &cache,
	};
	ZVAL_COPY_VALUE(&calling.info.function_name, &callable->value);
	return ta_guard(ta_call_it, &calling);
}

/* How messages name it: `strlen`, `Foo::bar`, `{closure}`. */
zend_string *ta_callable_name(ta_callable *callable)
{
	if (Z_TYPE(callable->value) == IS_OBJECT && Z_OBJCE(callable->value) == zend_ce_closure) {
		return zend_string_copy(zend_get_closure_method_def(Z_OBJ(callable->value))->common.function_name);
	}
	return zend_get_callable_name(&callable->value);
}

void ta_print(const char *text, size_t length)
{
	PHPWRITE(text, length);
}

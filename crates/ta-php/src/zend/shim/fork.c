/* Children: pcntl_fork(), not with coroutines on their way, and with a loop of its own for the child; and who waits. */
#include "shim.h"

extern bool ta_fork_refused(void);
extern void ta_fork_in_child(void);
static zif_handler ta_engine_fork;

static ZEND_NAMED_FUNCTION(ta_fork)
{
	if (ta_fork_refused()) {
		RETURN_THROWS();
	}
	ta_engine_fork(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if (Z_TYPE_P(return_value) == IS_LONG && Z_LVAL_P(return_value) == 0) {
		ta_fork_in_child();
	}
}

/* Has us asked, where there is such a function, for the life of the process. At the start of a request: of the first,
 * because all functions are there by then. */
void ta_fork_install(void)
{
	static bool done = false;
	if (done) {
		return;
	}
	done = true;
	zend_function *function = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("pcntl_fork"));
	if (function && function->type == ZEND_INTERNAL_FUNCTION) {
		ta_engine_fork = function->internal_function.handler;
		function->internal_function.handler = ta_fork;
	}
}

/* Whether the function that runs is one by which scripts wait for children themselves, as they can again. */
bool ta_waits_for_children(void)
{
	const zend_execute_data *call = EG(current_execute_data);
	if (!call || !call->func || call->func->type != ZEND_INTERNAL_FUNCTION || !call->func->common.function_name) {
		return false;
	}
	return zend_string_starts_with_literal(call->func->common.function_name, "pcntl_");
}

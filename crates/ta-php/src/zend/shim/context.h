/* What a context consists of, for the parts of the shim that look into one. */
#ifndef TRUE_ASYNC_CONTEXT_H
#define TRUE_ASYNC_CONTEXT_H

#include "shim.h"

/* The line that spawned a coroutine, as a frame below its own. */
typedef struct ta_spawner {
	zend_execute_data frame;
	zend_op_array code;
	zend_op call;
} ta_spawner;

typedef struct ta_context {
	zend_fiber_context fiber;
	/* Where to switch to: our own fiber, or a user Fiber running inside it. */
	zend_fiber_context *inside;
	/* Who resumed us. */
	zend_fiber_context *outside;
	zend_execute_data *bottom;
	/* How far a fatal error unwinds: to the bottom, or to native code that goes on. */
	zend_execute_data *floor;
	/* Where it is suspended: the function that waits. */
	zend_execute_data *frame;
	/* Made when a coroutine spawned by another one first ran here. */
	ta_spawner *spawner;
	zval *stack_top;
	ta_call *call;
	/* First page of the VM stack, made together with the context. */
	zend_vm_stack page;
	/* A fatal error was reported during the call. */
	bool fatal;
	/* Has a call that was not begun yet. */
	bool fresh;
	bool working;
	bool dying;
	ta_state state;
} ta_context;

/* The frame in which main waits while the loop runs, and the state put aside with it. */
zend_execute_data *ta_main_frame(void);
const ta_state *ta_main_state(void);
/* Where the running coroutine's state is put when it is left. */
const ta_state *ta_running_state(void);

#endif

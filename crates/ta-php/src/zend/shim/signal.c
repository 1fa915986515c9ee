/* Stop signals of servers and signals that scripts wait for, installed through the engine's signal layer where it
 * has one: pcntl's handlers live there too, and so each of us can be the other's predecessor. */
#include "shim.h"
#include "zend_signal.h"
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Signals are the process's, and so is this: one server watches them, in whichever
 * thread. The handler may run on any other. */
static _Atomic int ta_signal_fd = -1;

static void ta_on_signal(int signo)
{
	int saved = errno;
	int fd = ta_signal_fd;
	(void)signo;
	if (fd >= 0 && write(fd, "", 1) < 0) {
		/* The socket is full of signals nobody has read yet: the reader will wake anyway. */
	}
	errno = saved;
}

static int ta_sigaction(int signo, const struct sigaction *action, struct sigaction *old)
{
#ifdef ZEND_SIGNALS
	zend_sigaction(signo, action, old);
	return 0;
#else
	return sigaction(signo, action, old);
#endif
}

/* Whether the signal would end the process now. */
static bool ta_signal_is_default(int signo)
{
#ifdef ZEND_SIGNALS
	return SIGG(handlers)[signo - 1].handler == NULL || SIGG(handlers)[signo - 1].handler == (void *)SIG_DFL;
#else
	struct sigaction now;
	return sigaction(signo, NULL, &now) == 0 && now.sa_handler == SIG_DFL;
#endif
}

/* Makes `signo` write a byte to `fd`, which does not block; false when the script has a handler of its own. */
bool ta_signal_watch(int signo, int fd)
{
	if (!ta_signal_is_default(signo)) {
		return false;
	}
	struct sigaction action;
	memset(&action, 0, sizeof(action));
	action.sa_handler = ta_on_signal;
	action.sa_flags = SA_RESTART;
	sigemptyset(&action.sa_mask);
	ta_signal_fd = fd;
	return ta_sigaction(signo, &action, NULL) == 0;
}

/* Whether the handler is still ours: the script may have installed another. */
static bool ta_signal_is_ours(int signo)
{
#ifdef ZEND_SIGNALS
	return SIGG(handlers)[signo - 1].handler == (void *)ta_on_signal;
#else
	struct sigaction now;
	return sigaction(signo, NULL, &now) == 0 && now.sa_handler == ta_on_signal;
#endif
}

/* Back to what ends the process. */
void ta_signal_unwatch(int signo)
{
	/* Whoever has come after may call us yet. */
	ta_signal_fd = -1;
	if (!ta_signal_is_ours(signo)) {
		return;
	}
	struct sigaction action;
	memset(&action, 0, sizeof(action));
	action.sa_handler = SIG_DFL;
	sigemptyset(&action.sa_mask);
	ta_sigaction(signo, &action, NULL);
}

/* Signals that somebody waits for. */

#define TA_SIGNALS 64

/* Becomes readable when a signal was delivered; open for the life of the process. */
static int ta_wait_fd = -1;
/* Bits are signal numbers. */
static uint64_t ta_wanted, ta_delivered, ta_pcntl;
/* What was installed when we were. */
static struct sigaction ta_previous[TA_SIGNALS];

static void ta_on_wanted(int signo, siginfo_t *info, void *context)
{
	int saved = errno;
	const struct sigaction *previous = &ta_previous[signo];
	bool is_fault = info && info->si_code > 0 && (signo == SIGSEGV || signo == SIGILL || signo == SIGFPE);
	if (is_fault && previous->sa_handler == SIG_DFL) {
		/* Not a message: the instruction would fail again and again. Without a handler it ends the process. */
		signal(signo, SIG_DFL);
		return;
	}
	if (__atomic_load_n(&ta_wanted, __ATOMIC_ACQUIRE) & (UINT64_C(1) << signo)) {
		uint64_t one = 1;
		__atomic_fetch_or(&ta_delivered, UINT64_C(1) << signo, __ATOMIC_RELEASE);
		if (write(ta_wait_fd, &one, sizeof(one)) < 0) {
			/* Only when it is readable already. */
		}
	}
	/* Whatever the flags: pcntl sets SA_SIGINFO for the two that are no functions, too. */
	if (previous->sa_handler != SIG_DFL && previous->sa_handler != SIG_IGN) {
		if (previous->sa_flags & SA_SIGINFO) {
			previous->sa_sigaction(signo, info, context);
		} else {
			previous->sa_handler(signo);
		}
	}
	errno = saved;
}

/* What is installed now, as the engine's signal layer sees it. */
static void ta_current_action(int signo, struct sigaction *action)
{
	memset(action, 0, sizeof(*action));
	ta_sigaction(signo, NULL, action);
}

static bool ta_is_wanted_handler(const struct sigaction *action)
{
	return action->sa_sigaction == ta_on_wanted;
}

/* Puts us in front of what is installed. */
static bool ta_wait_install(int signo)
{
	struct sigaction now, action;
	ta_current_action(signo, &now);
	if (ta_is_wanted_handler(&now)) {
		return true;
	}
	/* The signal may come at any moment, also between the two. */
	sigset_t block, before;
	sigfillset(&block);
	sigprocmask(SIG_BLOCK, &block, &before);
	ta_previous[signo] = now;
	memset(&action, 0, sizeof(action));
	action.sa_sigaction = ta_on_wanted;
	action.sa_flags = SA_SIGINFO | SA_RESTART;
	action.sa_mask = now.sa_mask;
	bool installed = ta_sigaction(signo, &action, NULL) == 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	return installed;
}

/* The engine's signal layer keeps its handlers per thread, and signals come to the main one. */
bool ta_wait_is_possible(void)
{
#ifdef ZTS
	return tsrm_is_main_thread();
#else
	return true;
#endif
}

/* The descriptor, or -1 when the system has none left. */
int ta_wait_descriptor(void)
{
	if (ta_wait_fd < 0) {
		ta_wait_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	}
	return ta_wait_fd;
}

/* In a child: the descriptor is the parent's, who would be woken by our signals. */
void ta_wait_forked(void)
{
	if (ta_wait_fd >= 0) {
		close(ta_wait_fd);
		ta_wait_fd = -1;
	}
	__atomic_store_n(&ta_delivered, 0, __ATOMIC_RELEASE);
}

/* Has deliveries of `signo` told, for which there is a descriptor. */
bool ta_wait_begin(int signo)
{
	__atomic_fetch_or(&ta_wanted, UINT64_C(1) << signo, __ATOMIC_RELEASE);
	if (ta_wait_install(signo)) {
		return true;
	}
	__atomic_fetch_and(&ta_wanted, ~(UINT64_C(1) << signo), __ATOMIC_RELEASE);
	return false;
}

/* Undoes ta_wait_begin(): what was installed before is again, unless somebody has come after. */
void ta_wait_end(int signo)
{
	struct sigaction now, *previous = &ta_previous[signo];
	__atomic_fetch_and(&ta_wanted, ~(UINT64_C(1) << signo), __ATOMIC_RELEASE);
	__atomic_fetch_and(&ta_delivered, ~(UINT64_C(1) << signo), __ATOMIC_RELEASE);
	ta_current_action(signo, &now);
	if (!ta_is_wanted_handler(&now)) {
		return;
	}
	if (previous->sa_handler == ta_on_signal && ta_signal_fd < 0) {
		/* The servers it was for have stopped. */
		previous->sa_handler = SIG_DFL;
		previous->sa_flags = 0;
	}
	ta_sigaction(signo, previous, NULL);
}

/* Somebody may have installed other handlers: puts us in front again. */
void ta_wait_renew(void)
{
	for (int signo = 1; signo < TA_SIGNALS; signo++) {
		if (ta_wanted & (UINT64_C(1) << signo)) {
			ta_wait_install(signo);
		}
	}
}

/* The signals delivered since the last call, as bits. */
uint64_t ta_wait_take(void)
{
	uint64_t count;
	if (read(ta_wait_fd, &count, sizeof(count)) < 0) {
		/* Nothing was, or the flags came before the count. */
	}
	return __atomic_exchange_n(&ta_delivered, 0, __ATOMIC_ACQ_REL);
}

/* The signals that pcntl_signal() has a handler for, as bits. */
uint64_t ta_pcntl_handled(void)
{
	return ta_pcntl;
}

extern void ta_pcntl_changed(void);
static zif_handler ta_engine_pcntl_signal;

static ZEND_NAMED_FUNCTION(ta_pcntl_signal)
{
	ta_engine_pcntl_signal(INTERNAL_FUNCTION_PARAM_PASSTHRU);
	if (EG(exception) || Z_TYPE_P(return_value) != IS_TRUE) {
		return;
	}
	zend_long signo = zval_get_long(ZEND_CALL_ARG(execute_data, 1));
	if (signo < 1 || signo >= TA_SIGNALS) {
		return;
	}
	struct sigaction now;
	ta_current_action((int)signo, &now);
	if (now.sa_handler == SIG_DFL || now.sa_handler == SIG_IGN) {
		ta_pcntl &= ~(UINT64_C(1) << signo);
	} else {
		ta_pcntl |= UINT64_C(1) << signo;
	}
	ta_pcntl_changed();
}

/* Has us told of pcntl_signal(), where there is one, for the life of the process. At the start of a request: of the
 * first, because all functions are there by then. */
void ta_pcntl_install(void)
{
	static bool done = false;
	if (done) {
		/* pcntl forgets its handlers with the request. */
		if (ta_wait_is_possible()) {
			ta_pcntl = 0;
		}
		return;
	}
	done = true;
	zend_function *function = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("pcntl_signal"));
	if (function && function->type == ZEND_INTERNAL_FUNCTION) {
		ta_engine_pcntl_signal = function->internal_function.handler;
		function->internal_function.handler = ta_pcntl_signal;
	}
}

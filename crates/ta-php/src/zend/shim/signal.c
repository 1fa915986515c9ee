/* Stop signals, installed through the engine's signal layer where it has one. */
#include "shim.h"
#include "zend_signal.h"
#include <signal.h>
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
	if (!ta_signal_is_ours(signo)) {
		return;
	}
	struct sigaction action;
	memset(&action, 0, sizeof(action));
	action.sa_handler = SIG_DFL;
	sigemptyset(&action.sa_mask);
	ta_sigaction(signo, &action, NULL);
	ta_signal_fd = -1;
}

/* A library that calls libc as any other does, for the tests to have its calls
 * redirected. Built fortified, so that some of the calls are the checked ones. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <resolv.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int call_poll(struct pollfd *fds, nfds_t count, int timeout) { return poll(fds, count, timeout); }
int call_ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask) { return ppoll(fds, count, timeout, mask); }
int call_select(int count, fd_set *r, fd_set *w, fd_set *e, struct timeval *timeout) { return select(count, r, w, e, timeout); }
int call_pselect(int count, fd_set *r, fd_set *w, fd_set *e, const struct timespec *timeout, const sigset_t *mask) { return pselect(count, r, w, e, timeout, mask); }
ssize_t call_recv(int fd, void *buffer, size_t length, int flags) { return recv(fd, buffer, length, flags); }
ssize_t call_recvfrom(int fd, void *buffer, size_t length, int flags, struct sockaddr *from, socklen_t *size) { return recvfrom(fd, buffer, length, flags, from, size); }
ssize_t call_recvmsg(int fd, struct msghdr *message, int flags) { return recvmsg(fd, message, flags); }
ssize_t call_send(int fd, const void *buffer, size_t length, int flags) { return send(fd, buffer, length, flags); }
ssize_t call_sendto(int fd, const void *buffer, size_t length, int flags, const struct sockaddr *to, socklen_t size) { return sendto(fd, buffer, length, flags, to, size); }
ssize_t call_sendmsg(int fd, const struct msghdr *message, int flags) { return sendmsg(fd, message, flags); }
ssize_t call_read(int fd, void *buffer, size_t length) { return read(fd, buffer, length); }
ssize_t call_readv(int fd, const struct iovec *buffers, int count) { return readv(fd, buffers, count); }
ssize_t call_write(int fd, const void *buffer, size_t length) { return write(fd, buffer, length); }
ssize_t call_writev(int fd, const struct iovec *buffers, int count) { return writev(fd, buffers, count); }
int call_connect(int fd, const struct sockaddr *address, socklen_t size) { return connect(fd, address, size); }
int call_accept(int fd, struct sockaddr *address, socklen_t *size) { return accept(fd, address, size); }
int call_accept4(int fd, struct sockaddr *address, socklen_t *size, int flags) { return accept4(fd, address, size, flags); }
int call_close(int fd) { return close(fd); }
unsigned call_sleep(unsigned seconds) { return sleep(seconds); }
int call_usleep(useconds_t time) { return usleep(time); }
int call_nanosleep(const struct timespec *time, struct timespec *left) { return nanosleep(time, left); }
int call_clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *left) { return clock_nanosleep(clock, flags, time, left); }
int call_fsync(int fd) { return fsync(fd); }
int call_fdatasync(int fd) { return fdatasync(fd); }
int call_ftruncate(int fd, off_t length) { return ftruncate(fd, length); }
off_t call_lseek(int fd, off_t offset, int whence) { return lseek(fd, offset, whence); }
ssize_t call_copy_file_range(int from, int to, size_t length) { return copy_file_range(from, 0, to, 0, length, 0); }
ssize_t call_sendfile(int to, int from, off_t *position, size_t length) { return sendfile(to, from, position, length); }
ssize_t call_splice(int from, int to, size_t length, unsigned flags) { return splice(from, 0, to, 0, length, flags); }
int call_sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout) { return sigtimedwait(set, info, timeout); }
int call_sigwaitinfo(const sigset_t *set, siginfo_t *info) { return sigwaitinfo(set, info); }
int call_sigwait(const sigset_t *set, int *signal) { return sigwait(set, signal); }
int call_waitid(idtype_t kind, id_t id, siginfo_t *info, int options) { return waitid(kind, id, info, options); }
int call_set_flags(int fd, int flags) { return fcntl(fd, F_SETFL, flags); }
int call_set_nonblocking(int fd, int on) { return ioctl(fd, FIONBIO, &on); }
int call_setsockopt(int fd, int level, int name, const void *value, socklen_t size) { return setsockopt(fd, level, name, value, size); }
int call_dup2(int from, int to) { return dup2(from, to); }
int call_dup3(int from, int to, int flags) { return dup3(from, to, flags); }
int call_fclose(FILE *stream) { return fclose(stream); }
int call_close_range(unsigned first, unsigned last) { return close_range(first, last, 0); }
/* Asks a server of one's own; returns what is found, or the reason for nothing below zero. */
int call_res_nsearch(const char *name, int port, unsigned char *answer, int length) {
	struct __res_state state;
	memset(&state, 0, sizeof(state));
	if (res_ninit(&state)) return -1000;
	state.nscount = 1;
	state.nsaddr_list[0].sin_family = AF_INET;
	state.nsaddr_list[0].sin_port = htons(port);
	state.nsaddr_list[0].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	state.retrans = 2;
	state.retry = 1;
	state.options &= ~(RES_DNSRCH | RES_DEFNAMES);
	int found = res_nsearch(&state, name, C_IN, T_TXT, answer, length);
	int reason = state.res_h_errno == h_errno ? h_errno : 100;
	res_nclose(&state);
	return found < 0 ? -reason : found;
}
int call_flock(int fd, int operation) { return flock(fd, operation); }
pid_t call_waitpid(pid_t child, int *status, int options) { return waitpid(child, status, options); }
pid_t call_wait(int *status) { return wait(status); }
pid_t call_wait3(int *status, int options, struct rusage *usage) { return wait3(status, options, usage); }
pid_t call_wait4(pid_t child, int *status, int options, struct rusage *usage) { return wait4(child, status, options, usage); }
FILE *call_popen(const char *command, const char *mode) { return popen(command, mode); }
int call_pclose(FILE *stream) { return pclose(stream); }
int call_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result) { return getaddrinfo(node, service, hints, result); }
int call_getnameinfo(const struct sockaddr *address, socklen_t size, char *node, socklen_t node_room, char *service, socklen_t service_room, int flags) { return getnameinfo(address, size, node, node_room, service, service_room, flags); }
int call_gethostbyname_r(const char *name, struct hostent *entry, char *buffer, size_t length, struct hostent **result, int *reason) { return gethostbyname_r(name, entry, buffer, length, result, reason); }
void *call_dlopen(const char *path, int flags) { return dlopen(path, flags); }

/* Sizes that the compiler knows, and a length that it does not: the checked calls. */
ssize_t call_read_checked(int fd, char *to, size_t length) { char buffer[64]; ssize_t n = read(fd, buffer, length); for (ssize_t i = 0; i < n; i++) to[i] = buffer[i]; return n; }
ssize_t call_recv_checked(int fd, char *to, size_t length) { char buffer[64]; ssize_t n = recv(fd, buffer, length, 0); for (ssize_t i = 0; i < n; i++) to[i] = buffer[i]; return n; }
ssize_t call_recvfrom_checked(int fd, char *to, size_t length) { char buffer[64]; ssize_t n = recvfrom(fd, buffer, length, 0, 0, 0); for (ssize_t i = 0; i < n; i++) to[i] = buffer[i]; return n; }
int call_poll_checked(int fd, nfds_t count, int timeout) { struct pollfd fds[4]; for (int i = 0; i < 4; i++) fds[i] = (struct pollfd){ .fd = fd, .events = POLLIN }; return poll(fds, count, timeout); }

/* The three ways to an import: a call, a pointer, a table that the linker fills. */
typedef int (*usleep_fn)(useconds_t);
usleep_fn address_of_usleep(void) { return usleep; }
usleep_fn table[] = { usleep };
usleep_fn *address_of_table(void) { return table; }

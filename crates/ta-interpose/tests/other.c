/* A function of its own that is called as one of libc's. */
int usleep(unsigned time) { return (int) time + 1000; }

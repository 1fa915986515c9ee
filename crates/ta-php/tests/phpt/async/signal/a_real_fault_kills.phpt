--TEST--
Waiting for SIGSEGV does not survive a real one
--EXTENSIONS--
true_async_server
posix
FFI
pcntl
--FILE--
<?php
$command = (getenv('TEST_PHP_EXECUTABLE') ?: PHP_BINARY) . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . ' -d ffi.enable=1 -r '
    . escapeshellarg('ini_set("memory_limit", -1); $f = Async\signal(Async\Signal::SIGSEGV); $f->ignore(); posix_kill(getmypid(), SIGSEGV); echo "lived, "; FFI::cdef("void *memset(void *at, int value, size_t size);")->memset(FFI::cast("void *", 8), 1, 1);');
$process = proc_open("exec $command 2>/dev/null", [1 => ['pipe', 'w']], $pipes);
echo stream_get_contents($pipes[1]);
for ($status = proc_get_status($process); $status['running']; $status = proc_get_status($process)) {
    usleep(1000);
}
echo $status['signaled'] ? "killed by $status[termsig]" : "ended", "\n";
?>
--EXPECT--
lived, killed by 11

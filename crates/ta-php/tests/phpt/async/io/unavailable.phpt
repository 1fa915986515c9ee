--TEST--
Where the system does not let calls be redirected they block as ever; PHP warns, a server logs it, counters tell
--EXTENSIONS--
true_async_server
ffi
--INI--
ffi.enable=1
opcache.jit=disable
--SKIPIF--
<?php
if (!in_array(php_uname('m'), ['x86_64', 'aarch64'])) {
    die('skip the numbers of system calls are not known here');
}
?>
--FILE--
<?php
require __DIR__ . '/../../client.inc';

use TrueAsync\LogSeverity;
use function Async\{await, runtime_stats, spawn};

/** Has the kernel refuse mprotect() with the flags that make memory writable. */
function protect_memory(): void
{
    $mprotect = php_uname('m') === 'x86_64' ? 10 : 226;
    $libc = FFI::cdef('
        struct filter { unsigned short code; unsigned char yes, no; unsigned int value; };
        struct program { unsigned short length; struct filter *filters; };
        int prctl(int option, unsigned long a, struct program *b, unsigned long c, unsigned long d);
    ');
    $steps = [
        [0x20, 0, 0, 0],          // load the number of the call
        [0x15, 0, 3, $mprotect],  // another one: allow
        [0x20, 0, 0, 32],         // load the third argument
        [0x15, 0, 1, 3],          // not PROT_READ | PROT_WRITE: allow
        [0x06, 0, 0, 0x00050001], // fail with EPERM
        [0x06, 0, 0, 0x7fff0000], // allow
    ];
    $filters = $libc->new('struct filter[' . count($steps) . ']');
    foreach ($steps as $i => [$code, $yes, $no, $value]) {
        $filters[$i]->code = $code;
        $filters[$i]->yes = $yes;
        $filters[$i]->no = $no;
        $filters[$i]->value = $value;
    }
    $program = $libc->new('struct program');
    $program->length = count($steps);
    $program->filters = $libc->cast('struct filter *', FFI::addr($filters));
    $no_new_privileges = 38;
    $seccomp = 22;
    if ($libc->prctl($no_new_privileges, 1, null, 0, 0) || $libc->prctl($seccomp, 2, FFI::addr($program), 0, 0)) {
        die("the kernel has no seccomp\n");
    }
}

$log = fopen('php://memory', 'w+');
$answers = serve(function ($request, $response) {
    $response->setBody(implode(' | ', array_slice(runtime_stats(), 10, 2)));
}, [get('/')], function ($config) use ($log) {
    protect_memory();
    return $config->setLogStream($log)->setLogSeverity(LogSeverity::WARN);
});
echo responses($answers[0])[0]['body'], "\n";
rewind($log);
echo stream_get_contents($log);
$began = hrtime(true);
$sleepers = [spawn(fn() => usleep(100_000)), spawn(fn() => usleep(100_000))];
foreach ($sleepers as $sleeper) {
    await($sleeper);
}
echo hrtime(true) - $began >= 200_000_000 ? "they blocked\n" : "they suspended\n";
?>
--EXPECTF--

Warning: Blocking functions cannot suspend coroutines: no call of the program could be redirected in %s on line %d
unavailable | no call of the program could be redirected
%s WARN Blocking functions cannot suspend coroutines: no call of the program could be redirected
they blocked

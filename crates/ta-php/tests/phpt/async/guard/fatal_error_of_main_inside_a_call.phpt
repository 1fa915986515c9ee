--TEST--
A fatal error of the main script inside of a guarded call leaves nobody inside
--EXTENSIONS--
sqlite3
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

// Since 8.4 E_USER_ERROR is.
error_reporting(E_ALL & ~E_DEPRECATED);

$db = new SQLite3(':memory:');
$db->createFunction('dies', function () {
    delay(1);
    trigger_error('on purpose', E_USER_ERROR);
});
$db->createFunction('pause', function ($value) {
    delay(5);
    return $value;
});
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_wrapper_register('dying', Dying::class);
class Dying
{
    public $context;
    public function stream_open(): bool
    {
        return true;
    }
    public function stream_read(int $length): string
    {
        $GLOBALS['db']->querySingle('SELECT dies()');
        return '';
    }
    public function stream_eof(): bool
    {
        return true;
    }
}
register_shutdown_function(function () use ($db, $ours, $theirs) {
    $slow = spawn(fn() => $db->querySingle('SELECT pause(1)'));
    suspend();
    try {
        $db->close();
        echo "not refused\n";
    } catch (Async\AsyncException) {
        echo "refused\n";
    }
    $first = spawn(fn() => fgets($ours));
    $second = spawn(fn() => fgets($ours));
    suspend();
    fwrite($theirs, "one\ntwo\n");
    echo await($slow), "\n", await($first), await($second);
});
delay(1);
$read = fn() => fgets(fopen("dying://", "r"));
$read();
?>
--EXPECTF--

Fatal error: on purpose in %s on line %d
refused
1
one
two

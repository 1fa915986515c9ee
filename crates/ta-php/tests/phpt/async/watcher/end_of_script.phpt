--TEST--
A watcher that a static property holds at the end does not hinder the end once it is closed
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/watched.inc';

class Holder
{
    public static $watcher;
}
Holder::$watcher = new Async\FileSystemWatcher(watched_directory());
Async\spawn(function () {
    Async\delay(1);
    exit("exit\n");
});
register_shutdown_function(function () { Holder::$watcher->close(); echo "closed\n"; });
Async\spawn(function () {
    Async\delay(20);
    Holder::$watcher->close();
    echo "closed early\n";
});
?>
--EXPECT--
exit
closed early
closed

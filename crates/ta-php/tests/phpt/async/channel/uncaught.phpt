--TEST--
An uncaught ChannelException is an ordinary uncaught exception
--EXTENSIONS--
true_async_server
--FILE--
<?php
$channel = new Async\Channel;
$channel->close();
$channel->recv();
?>
--EXPECTF--
Fatal error: Uncaught Async\ChannelException: Channel is closed in %suncaught.php:4
Stack trace:
#0 %suncaught.php(4): Async\Channel->recv()
#1 {main}
  thrown in %suncaught.php on line 4

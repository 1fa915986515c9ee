--TEST--
A future of a channel complains like any other when it was never used
--EXTENSIONS--
true_async_server
--FILE--
<?php
$channel = new Async\Channel(1);
$channel->recvAsync();
$channel->recvAsync()->ignore();
echo "end\n";
?>
--EXPECTF--
Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at %srecv_async_unused.php:3 in %s on line 3
end

--TEST--
An exception of a destructor at the end of the script is an uncaught one
--EXTENSIONS--
true_async_server
--FILE--
<?php
$pool = new Async\Pool(fn() => 1, function () {
    throw new RuntimeException('too late');
}, min: 1);
echo "end\n";
?>
--EXPECTF--
end

Fatal error: Uncaught RuntimeException: too late in %s:%d
Stack trace:
#0 [internal function]: {closure%S}(1)
#1 {main}
  thrown in %s on line %d

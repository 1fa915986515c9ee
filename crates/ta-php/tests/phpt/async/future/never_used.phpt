--TEST--
A future that nobody used is complained about when its last handle goes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, timeout};

$state = new FutureState(); // line 5
$one = new Future($state);
$two = new Future($state);
unset($one, $state);
echo "one reader left\n";
unset($two); // line 10
echo "a state without readers\n";
new FutureState();
echo "a settled one\n";
Future::completed(1);
echo "the result of a step\n";
Future::completed(1)->map(fn($v) => $v); // line 16
Async\suspend();
echo "cancelled, but not used\n";
(new Future(new FutureState()))->cancel();
echo "end\n";
?>
--EXPECTF--
one reader left

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at %snever_used.php:5 in %snever_used.php on line 10
a state without readers

Warning: Future was never used; %s
a settled one

Warning: Future was never used; %s
the result of a step

Warning: Future was never used; %s Created at %snever_used.php:16 in %s
cancelled, but not used

Warning: Future was never used; %s
end

--TEST--
getQueryParam() gives one top-level value; the default only when the key is absent
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request) {
    var_dump(
        $request->getQueryParam('a'),
        $request->getQueryParam('a', 'default'),
        $request->getQueryParam('empty', 'default'),
        $request->getQueryParam('flag', 'default'),
        $request->getQueryParam('missing'),
        $request->getQueryParam('missing', ['any' => 'value']),
        $request->getQueryParam(default: 5, name: 'missing'),
        $request->getQueryParam('list'),
        $request->getQueryParam('map[k]', 'not top-level'),
        $request->getQueryParam('A', 'case matters'),
        $request->getQueryParam('0'),
    );
}, get('/?a=1&empty=&flag&list[]=x&map[k]=v&0=zero'));
?>
--EXPECT--
string(1) "1"
string(1) "1"
string(0) ""
string(0) ""
NULL
array(1) {
  ["any"]=>
  string(5) "value"
}
int(5)
array(1) {
  [0]=>
  string(1) "x"
}
string(13) "not top-level"
string(12) "case matters"
string(4) "zero"

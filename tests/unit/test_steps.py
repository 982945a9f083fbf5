import pytest

from newsframing import steps
from newsframing.errors import UserError


def raising(error):
    def main():
        print("working")
        raise error

    return main


def test_output_goes_to_the_log(tmp_path, capsys):
    log = tmp_path / "a/b.log"
    steps.run(lambda word: print(word), str(log), word="hello")
    assert log.read_text() == "hello\n"
    assert capsys.readouterr().out == ""


def test_a_users_fault_is_one_sentence(tmp_path, capsys):
    log = tmp_path / "b.log"
    fault = UserError("found 'x'", file="f.csv", where="line 3", right="expected: y")
    with pytest.raises(SystemExit) as ended:
        steps.run(raising(fault), str(log))
    assert ended.value.code == 1
    assert capsys.readouterr().err == "newsframing: f.csv, line 3: found 'x'; expected: y\n"
    assert log.read_text() == "working\nnewsframing: f.csv, line 3: found 'x'; expected: y\n"


def test_our_own_fault_keeps_its_traceback_in_the_log_only(tmp_path, capsys):
    log = tmp_path / "b.log"
    with pytest.raises(SystemExit):
        steps.run(raising(KeyError("k")), str(log))
    assert "Traceback" in log.read_text()
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert shown.count("\n") == 1

package sweeps

import "golang.org/x/sys/windows"

// yieldProcessor lets everybody else go first.
func yieldProcessor() {
	windows.SetPriorityClass(windows.CurrentProcess(), windows.BELOW_NORMAL_PRIORITY_CLASS)
}

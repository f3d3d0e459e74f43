package form

import "testing"

func TestDepartmentName(t *testing.T) {
	for _, c := range []struct{ name, printed, want string }{
		{"numbered list", "118-机关,118006-明河市东堤区就业服务中心", "明河市东堤区就业服务中心"},
		{"plain", "云岭省文书档案局", "云岭省文书档案局"},
		{"full width", "１０１－机关，１０１０２０－财政局", "财政局"},
		{"none", "", ""},
	} {
		if got := Builtin().DepartmentName(c.printed); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

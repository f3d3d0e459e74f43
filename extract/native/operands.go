package native

// num gives the operand i places before the last one; missing ones read 0.
func (ip *interp) num(i int) float64 {
	k := len(ip.operands) - 1 - i
	if k < 0 {
		return 0
	}
	return ip.operands[k].n
}

// nums reports whether at least n operands are there.
func (ip *interp) nums(n int) bool { return len(ip.operands) >= n }

func (ip *interp) lastBytes(k kind) []byte {
	for i := len(ip.operands) - 1; i >= 0; i-- {
		if ip.operands[i].kind == k {
			return ip.operands[i].b
		}
	}
	return nil
}

func (ip *interp) operandMatrix() matrix {
	return matrix{ip.num(5), ip.num(4), ip.num(3), ip.num(2), ip.num(1), ip.num(0)}
}

// extGState takes what bears on text and rules: font, line width, and whether

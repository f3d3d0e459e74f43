package parse

import (
	"regexp"
	"strings"
)

var genericWords = map[string]bool{}

func init() {
	for _, w := range strings.Fields("支出 收入 预算 决算 本年 本年数 决算数 预算数 金额 资金 经费 总额 合计 总计 共计 共 数额 其 该项 对比 总体 本年度 当年 两者 比 数 部门预算 支出决算 支出预算数 总体上 变动 整体 两者相比 经费预算 安排 支出数 年初预算 预算安排 预算拨入 较 较大 有所 同 相 幅度 略有 合并计算 人员 主要 ( ) 采购金额 预算金额 预算资金 涉及 价值 项目 支出收入 支出情况 拨款 实际 实际支出 支出总额 总支出额 比例 增减 增减变化 基本 保持 与 此项 各项 均 各 预算安排数 支出完成数 减少 增加 的 了 约 部门 单位 度 年度 总 年初 执行数 调整数 科目 累计 累计支出 分别 分别为") {
		genericWords[w] = true
	}
}

// genericSubject reports text that names no quantity of its own.
func genericSubject(s string) bool {
	f := subjectWords(s)
	return f == "" || genericWords[f]
}

// subjectWords is folded text without marks.
func subjectWords(s string) string {
	f := string(foldRunes([]rune(s)))
	return strings.Trim(quoteMarks.Replace(f), ",:;、。 ()")
}

// subjectKey is what two namings of one quantity share.
func subjectKey(s string) string {
	f := subjectWords(s)
	f = strings.ReplaceAll(f, "收入、支出", "收支")
	f = strings.ReplaceAll(f, "收入支出", "收支")
	f = strings.ReplaceAll(f, "收入和支出", "收支")
	f = strings.ReplaceAll(f, "收、支", "收支")
	f = levelMark.ReplaceAllString(f, "")
	k := keyNoise.ReplaceAllString(f, "")
	if k == "" {
		return f
	}
	return k
}

// sameSubject reports whether two texts name one quantity: equal but for words
// that say nothing, or one ending or beginning with the other.
func sameSubject(a, b string) bool { return sameKey(subjectKey(a), subjectKey(b)) }

func sameKey(ka, kb string) bool {
	if ka == "" || kb == "" {
		return ka == kb
	}
	if ka == kb {
		return true
	}
	sa, sb := strings.TrimSuffix(ka, "支出"), strings.TrimSuffix(kb, "支出")
	if sa == sb && sa != "" {
		return true
	}
	if len(ka) > len(kb) {
		ka, kb = kb, ka
		sa, sb = sb, sa
	}
	short := len([]rune(ka))
	if strings.HasSuffix(kb, ka) && short >= 4 && !strings.HasSuffix(kb, "其他"+ka) {
		// 一般公共预算…支出 is not 支出, and 财政拨款基本支出 is 基本支出 of something
		return organizationLike(strings.TrimSuffix(kb, ka))
	}
	if strings.HasPrefix(kb, sa) && len([]rune(sa)) >= 4 {
		switch strings.TrimPrefix(kb, sa) {
		case "财政拨款支出", "支出", "财政拨款", "经费", "费", "拨款", "运行维护费", "费支出":
			return true
		}
	}
	return sa == sb && sa != ""
}

// organizationLike reports a prefix that names who spends, not what.
func organizationLike(s string) bool {
	for _, w := range []string{"局", "厅", "室", "院", "会", "委", "处", "政府", "中心", "部门", "单位", "级", "校", "所", "站", "汇总", "省", "县", "区", "镇", "乡", "州", "旗"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return s == ""
}

// coversSubject reports whether a short naming takes in a longer one:
// 财政拨款收入支出 the 财政拨款收入 and the 财政拨款支出预算.
func coversSubject(short, long string) bool {
	a, b := subjectKey(short), subjectKey(long)
	a = strings.TrimSuffix(strings.TrimSuffix(a, "收支"), "支出")
	return len([]rune(a)) >= 4 && strings.HasPrefix(b, a) || a == "财政拨款" && strings.Contains(b, "拨款") || a == ""
}

// endsIn reports whether a long name ends in a shorter one: 财政拨款安排的“三公”经费.
func endsIn(long, short string) bool {
	k := subjectKey(short)
	return len([]rune(k)) >= 4 && strings.HasSuffix(subjectKey(long), k)
}

// wholeAndPart parts a name that says what an amount is among: 基本支出中医疗支出.
func wholeAndPart(s string) (whole, part string) {
	for i, c := range s {
		if c != '中' && c != '为' || hasLevel(s) {
			continue // 基本支出为教育支出9万元
		}
		whole, part = s[:i], strings.TrimPrefix(s[i+len("中"):], "的")
		if moneySubject(whole) && moneySubject(part) {
			return whole, part
		}
	}
	return "", ""
}

// bothSides reports a subject that is revenue and expenditure at once.
func bothSides(s string) bool {
	k := subjectKey(s)
	return strings.Contains(k, "收支")
}

// otherSide reports a bare 收入 or 支出 that is the other one than name is.
func otherSide(subject, name string) bool {
	if name == "" {
		return false
	}
	k, c := subjectKey(subject), subjectKey(name)
	return k == "收入" && strings.Contains(c, "支") && !strings.Contains(c, "收") || k == "支出" && strings.Contains(c, "收") && !strings.Contains(c, "支")
}

// sideOfLast is the name of the other side of the quantity said last, where a
// bare 收入 or 支出 means it: 社保基金收入9万元，支出8万元.
func (r *reader) sideOfLast(s string) string {
	s = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(s, "总额"), "总计"), "合计")
	if r.cur == nil || s != "收入" && s != "支出" || !otherSide(s, r.cur.subject) {
		return ""
	}
	return strings.NewReplacer("收入", s, "支出", s).Replace(r.cur.subject)
}

var moneyNouns = regexp.MustCompile(`(费|支出|收入|总额|补助|补贴|经费|工资|奖金|公积金|津贴|年金|预算|决算|资金|拨款|缴费|购置|合计|总计|转移支付|余|债|金)$`)

// moneySubject reports text that ends like the name of an amount.
func moneySubject(s string) bool {
	f := subjectWords(s)
	for {
		m := labelLink.FindStringIndex(f)
		if m == nil {
			break
		}
		f = f[:m[0]]
	}
	return moneyNouns.MatchString(f)
}

// moneyLabel reports a bare label: 支出决算为, 预算数为.
func moneyLabel(s string) bool {
	f := subjectWords(s)
	f = labelLink.ReplaceAllString(f, "")
	return labelFinal.MatchString(f) || labelPlan.MatchString(f) || labelPrior.MatchString(f)
}

// leadsOn reports text that goes on from the clause before: 涉及预算金额.
func leadsOn(f string) bool {
	for _, w := range []string{"涉及", "共涉及", "共计", "金额", "资金", "采购金额", "合计", "预算安排规模", "总金额"} {
		if strings.HasPrefix(f, w) {
			return true
		}
	}
	return false
}

var assetWords = regexp.MustCompile(`(房屋|车辆|车型|汽车|轿车|越野车|家具|设备|资产|用地|土地|建筑物|构筑物)[^,;。]*价值(为|约)?$|^价值(为|约)?$|账面(原值|净值|价值)(为)?$|单价$|单位价值$|标准[:为]?.*$`)

// assetText reports the words before the value of property.
func assetText(s string) bool { return assetWords.MatchString(subjectWords(lastRunes(s, 30))) }
